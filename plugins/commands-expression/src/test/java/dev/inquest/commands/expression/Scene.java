package dev.inquest.commands.expression;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.command.SessionContext;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.kernel.Cpus;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.PanicInfo;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.TextOut;
import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.PointerType;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.TypedefType;
import dev.inquest.api.types.Value;
import java.lang.reflect.Proxy;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A kernel whose types, variables and memory a test puts together; memory that nobody wrote is not in the dump. */
final class Scene implements Memory {
    static final IntType INT = new IntType("int", 4, true, false);
    static final IntType LONG = new IntType("unsigned long", 8, false, false);
    static final IntType BYTE = new IntType("unsigned char", 1, false, false);
    static final IntType CHAR = new IntType("char", 1, true, false);

    private final Map<Long, Byte> bytes = new HashMap<>();
    private final Map<String, Type> types = new LinkedHashMap<>();
    private final Map<String, Symbol> symbols = new LinkedHashMap<>();
    private final Map<String, Type> variables = new HashMap<>();
    final SessionContext context = new SessionContext();
    private final Kernel kernel = kernel();

    // ---- types

    Scene() {
        struct("list_head", 16, member("next", pointer("list_head"), 0), member("prev", pointer("list_head"), 8));
    }

    static StructType.Member member(String name, Supplier<Type> type, long offset) {
        return new StructType.Member(name, type, offset * 8, 0);
    }

    static StructType.Member member(String name, Type type, long offset) {
        return member(name, () -> type, offset);
    }

    StructType struct(String tag, long size, StructType.Member... members) {
        StructType struct = new StructType(false, tag, size, () -> List.of(members));
        types.put("STRUCT " + tag, struct);
        return struct;
    }

    void enumeration(String tag, EnumType.Enumerator... enumerators) {
        types.put("ENUM " + tag, new EnumType(tag, 4, true, () -> List.of(enumerators)));
    }

    void typedef(String name, Type target) {
        types.put("TYPEDEF " + name, new TypedefType(name, () -> target));
    }

    Supplier<Type> type(String tag) {
        return () -> {
            Type found = types.get("STRUCT " + tag);
            return found == null ? types.getOrDefault("ENUM " + tag, INT) : found;
        };
    }

    Supplier<Type> pointer(String tag) {
        Type pointer = new PointerType(8, type(tag));
        return () -> pointer;
    }

    static Type array(Type element, long count) {
        return new ArrayType(() -> element, count);
    }

    // ---- memory

    Scene put(long address, long value, int size) {
        for (int i = 0; i < size; i++) {
            bytes.put(address + i, (byte) (value >>> i * 8));
        }
        return this;
    }

    /** Writes 64-bit words one after the other. */
    Scene words(long address, long... words) {
        for (int i = 0; i < words.length; i++) {
            put(address + i * 8L, words[i], 8);
        }
        return this;
    }

    Scene text(long address, String text, int size) {
        for (int i = 0; i < size; i++) {
            put(address + i, i < text.length() ? text.charAt(i) : 0, 1);
        }
        return this;
    }

    Scene variable(String name, long address, Type type) {
        symbol(name, address, 'D');
        variables.put(name, type);
        return this;
    }

    Scene symbol(String name, long address, char kind) {
        symbols.put(name, new Symbol(name, address, 0, kind, null, "test"));
        return this;
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

    // ---- running commands

    Result run(Command command, String... words) throws CommandException {
        List<String> list = List.of(words);
        Arguments arguments = command.leadingOptions()
                ? Arguments.parseLeading(command.spec(), list)
                : Arguments.parse(command.spec(), list);
        return command.run((Invocation) Proxy.newProxyInstance(
                Invocation.class.getClassLoader(),
                new Class<?>[] {Invocation.class},
                (proxy, method, parameters) -> switch (method.getName()) {
                    case "kernel" -> kernel;
                    case "hasKernel" -> true;
                    case "arguments" -> arguments;
                    case "context" -> context;
                    case "progress" -> Progress.NONE;
                    default -> throw new UnsupportedOperationException(method.getName());
                }));
    }

    /** Runs a command and returns its lines. */
    List<String> lines(Command command, String... words) throws CommandException {
        Result result = run(command, words);
        StringBuilder text = new StringBuilder();
        TextOut out = new TextOut() {
            @Override
            public TextOut print(String part) {
                text.append(part);
                return this;
            }
        };
        result.view().write(result, out);
        return text.toString().lines().toList();
    }

    /** Runs a command and returns what it remarks. */
    List<String> remarks(Command command, String... words) throws CommandException {
        List<String> remarks = new ArrayList<>();
        run(command, words).diagnostics().forEach(one -> remarks.add(one.message()));
        return remarks;
    }

    // ---- the kernel

    private Kernel kernel() {
        return proxy(Kernel.class, (method, parameters) -> switch (method) {
            case "memory" -> this;
            case "symbol" -> symbols.get(String.valueOf(parameters[0]));
            case "symbolAt" -> symbolAt((Long) parameters[0]);
            case "address" -> address(String.valueOf(parameters[0]));
            case "global" -> global(String.valueOf(parameters[0]));
            case "findType", "searchType" -> types.get(parameters[0] + " " + parameters[1]);
            case "struct" -> struct(String.valueOf(parameters[0]));
            case "moduleAt", "userMemory" -> Optional.empty();
            case "forEachSymbol" -> null;
            case "layouts" -> List.of(layout());
            case "panic" -> new PanicInfo(null, null, "nothing");
            case "cpus" -> cpus();
            case "image" -> proxy(DumpImage.class, (name, none) -> 4096);
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private interface Answers {
        @Nullable
        Object of(String method, Object[] parameters);
    }

    private static <T> T proxy(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, parameters) ->
                        answers.of(method.getName(), parameters == null ? new Object[0] : parameters)));
    }

    private @Nullable Symbol symbolAt(long address) {
        for (Symbol symbol : symbols.values()) {
            if (address - symbol.address() >= 0 && address - symbol.address() < 16) {
                return symbol;
            }
        }
        return null;
    }

    private OptionalLong address(String name) {
        Symbol symbol = symbols.get(name);
        return symbol == null ? OptionalLong.empty() : OptionalLong.of(symbol.address());
    }

    private Value global(String name) {
        Symbol symbol = symbols.get(name);
        Type type = variables.get(name);
        if (symbol == null || type == null) {
            throw new MissingTypeException("no type is known of " + name);
        }
        return new Value(this, type, symbol.address());
    }

    private StructType struct(String tag) {
        if (types.get("STRUCT " + tag) instanceof StructType found) {
            return found;
        }
        throw new MissingTypeException("no struct " + tag);
    }

    // Per-CPU memory of CPU n lies n * 0x100000 behind the symbols.
    private Cpus cpus() {
        return proxy(Cpus.class, (method, parameters) -> switch (method) {
            case "possible", "online" -> List.of(0, 1);
            case "address" -> (Long) parameters[1] + (Integer) parameters[0] * 0x100000L;
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private LayoutSource layout() {
        TypeSource source = new TypeSource() {
            @Override
            public @Nullable Type find(Kind kind, String name) {
                return types.get(kind + " " + name);
            }

            @Override
            public @Nullable Type variable(String name) {
                return variables.get(name);
            }

            @Override
            public void forEachName(Kind kind, Consumer<String> action) {
                String prefix = kind + " ";
                types.keySet().stream()
                        .filter(name -> name.startsWith(prefix))
                        .map(name -> name.substring(prefix.length()))
                        .toList()
                        .forEach(action);
            }
        };
        return new LayoutSource() {
            @Override
            public String describe() {
                return "test";
            }

            @Override
            public TypeSource types() {
                return source;
            }
        };
    }
}
