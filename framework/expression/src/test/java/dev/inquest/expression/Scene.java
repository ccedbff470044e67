package dev.inquest.expression;

import dev.inquest.api.kernel.Cpus;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.PanicInfo;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.PointerType;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.TypedefType;
import dev.inquest.api.types.Value;
import java.lang.reflect.Proxy;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A kernel with one structure and a few variables.
 *
 * <pre>
 * struct node { int number; unsigned short flags:3, rest:13; char name[8]; struct node *next; };  // 4 + 2(+2) + 8 + 8 = 24 bytes
 * struct node first = {-5, 5, 0, "abc", &amp;second} at 0x1000, second = {7, 0, 0, "de", NULL} at 0x2000
 * unsigned int table[4] = {10, 20, 30, 40} at 0x3000
 * struct node *broken = 0xdead0000 at 0x3100
 * int __percpu counter at 0x100; CPU 0's copy at 0x5100 is 11, CPU 1's at 0x6100 is 22
 * </pre>
 */
final class Scene implements Memory {
    private final Map<Long, Byte> bytes = new HashMap<>();
    private final Map<String, Type> types = new HashMap<>();
    private final Map<String, Symbol> symbols = new HashMap<>();

    Scene() {
        IntType shorts = new IntType("unsigned short", 2, false, false);
        IntType chars = new IntType("char", 1, true, false);
        StructType node = new StructType(
                false,
                "node",
                24,
                () -> List.of(
                        new StructType.Member("number", () -> Numbers.INT, 0, 0),
                        new StructType.Member("flags", () -> shorts, 32, 3),
                        new StructType.Member("rest", () -> shorts, 35, 13),
                        new StructType.Member("name", () -> new ArrayType(() -> chars, 8), 64, 0),
                        new StructType.Member(
                                "next", () -> new PointerType(8, () -> types.get("struct node")), 128, 0)));
        types.put("struct node", node);
        types.put("typedef u32", new TypedefType("u32", () -> Numbers.UNSIGNED_INT));
        variable("first", 0x1000, node);
        variable("second", 0x2000, node);
        node(0x1000, -5, 5, "abc", 0x2000);
        node(0x2000, 7, 0, "de", 0);
        // Strings are read in pieces of up to 64 bytes.
        for (long address = 0x1018; address < 0x1080; address++) {
            put(address, 0, 1);
        }
        variable("table", 0x3000, new ArrayType(() -> Numbers.UNSIGNED_INT, 4));
        for (int i = 0; i < 4; i++) {
            put(0x3000 + 4 * i, 10 * (i + 1), 4);
        }
        variable("broken", 0x3100, new PointerType(8, () -> node));
        put(0x3100, 0xdead0000L, 8);
        variable("counter", 0x100, Numbers.INT);
        put(0x5100, 11, 4);
        put(0x6100, 22, 4);
        symbol("__per_cpu_start", 0, 'D');
        symbol("__per_cpu_end", 0x800, 'D');
        symbol("schedule", 0xffffffff81000000L, 'T');
    }

    private void node(long address, int number, int flags, String name, long next) {
        put(address, number, 4);
        put(address + 4, flags, 4);
        put(address + 8, 0, 8);
        for (int i = 0; i < name.length(); i++) {
            put(address + 8 + i, name.charAt(i), 1);
        }
        put(address + 16, next, 8);
    }

    private void variable(String name, long address, Type type) {
        symbol(name, address, 'D');
        types.put("variable " + name, type);
    }

    private void symbol(String name, long address, char kind) {
        symbols.put(name, new Symbol(name, address, 0, kind, null, "test"));
    }

    private void put(long address, long value, int size) {
        for (int i = 0; i < size; i++) {
            bytes.put(address + i, (byte) (value >>> i * 8));
        }
    }

    @Override
    public ByteOrder order() {
        return ByteOrder.LITTLE_ENDIAN;
    }

    @Override
    public @Nullable Fault tryRead(long address, byte[] destination, int offset, int length) {
        for (int i = 0; i < length; i++) {
            Byte found = bytes.get(address + i);
            if (found == null) {
                return new Fault(Fault.Kind.EXCLUDED, address + i, "page excluded by dump level 31");
            }
            destination[offset + i] = found;
        }
        return null;
    }

    Kernel kernel() {
        return (Kernel) Proxy.newProxyInstance(
                Kernel.class.getClassLoader(), new Class<?>[] {Kernel.class}, (proxy, method, arguments) -> {
                    String name =
                            arguments != null && arguments[arguments.length - 1] instanceof String text ? text : "";
                    return switch (method.getName()) {
                        case "memory" -> this;
                        case "symbol" -> symbols.get(name);
                        case "address" -> address(name);
                        case "global" -> global(name);
                        case "findType", "searchType" -> types.get(prefix(arguments) + name);
                        case "layouts" -> List.of();
                        case "forEachSymbol" -> null;
                        case "panic" -> new PanicInfo(null, null, "nothing");
                        case "cpus" -> cpus();
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
    }

    private OptionalLong address(String name) {
        Symbol symbol = symbols.get(name);
        return symbol == null ? OptionalLong.empty() : OptionalLong.of(symbol.address());
    }

    private Value global(String name) {
        Type type = types.get("variable " + name);
        Symbol symbol = symbols.get(name);
        if (type == null || symbol == null) {
            throw new MissingTypeException("the type of " + name + " is not known");
        }
        return new Value(this, type, symbol.address());
    }

    private static String prefix(Object[] arguments) {
        return ((TypeSource.Kind) arguments[0]).name().toLowerCase(java.util.Locale.ROOT) + " ";
    }

    private static Cpus cpus() {
        return (Cpus) Proxy.newProxyInstance(
                Cpus.class.getClassLoader(),
                new Class<?>[] {Cpus.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "possible", "online" -> List.of(0, 1);
                    case "address" -> 0x5000L + 0x1000L * (Integer) arguments[0] + (Long) arguments[1];
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
