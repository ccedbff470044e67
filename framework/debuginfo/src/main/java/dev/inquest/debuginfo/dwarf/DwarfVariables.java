package dev.inquest.debuginfo.dwarf;

import dev.inquest.api.layout.FrameState;
import dev.inquest.api.layout.VariableSource;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.Type;
import dev.inquest.debuginfo.data.MalformedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parameters and variables of functions (DWARF 5, sections 3.3.4, 3.5 and 4.1). */
final class DwarfVariables implements VariableSource {
    private static final int MOST_VARIABLES = 4096;

    private final Dwarf dwarf;
    private final UnitCodes units;
    private final TypeReader types;

    DwarfVariables(Dwarf dwarf, UnitCodes units, TypeReader types) {
        this.dwarf = dwarf;
        this.units = units;
        this.types = types;
    }

    @Override
    public List<Scope> scopes(FrameState frame) {
        long address = frame.instruction() - dwarf.sections().bias();
        List<Scope> scopes = new ArrayList<>();
        try {
            UnitCode unit = units.find(address);
            if (unit == null) {
                return List.of();
            }
            List<UnitCode.Level> chain = unit.chain(address);
            if (chain.isEmpty()) {
                return List.of();
            }
            DieSurroundings surroundings =
                    new DieSurroundings(dwarf, units, types, chain.getFirst().function(), frame, 0);
            for (int i = chain.size() - 1; i >= 0; i--) {
                scopes.add(scope(chain.get(i), i > 0, surroundings));
            }
        } catch (MalformedException e) {
            return List.copyOf(scopes);
        }
        return List.copyOf(scopes);
    }

    private Scope scope(UnitCode.Level level, boolean inlined, DieSurroundings surroundings) throws MalformedException {
        List<Variable> parameters = new ArrayList<>();
        List<Variable> locals = new ArrayList<>();
        add(level.function(), surroundings, parameters, locals);
        for (Die block : level.blocks()) {
            add(block, surroundings, parameters, locals);
        }
        parameters.addAll(locals);
        return new Scope(level.function().ownOrOriginalName(), inlined, List.copyOf(parameters));
    }

    private void add(Die parent, DieSurroundings surroundings, List<Variable> parameters, List<Variable> locals)
            throws MalformedException {
        for (Die child : dwarf.children(parent)) {
            boolean parameter = child.tag() == Tag.FORMAL_PARAMETER;
            if (!parameter && child.tag() != Tag.VARIABLE || parameters.size() + locals.size() > MOST_VARIABLES) {
                continue;
            }
            Variable variable = variable(child, parameter ? Kind.PARAMETER : Kind.LOCAL, surroundings);
            if (variable != null) {
                (parameter ? parameters : locals).add(variable);
            }
        }
    }

    private @Nullable Variable variable(Die die, Kind kind, DieSurroundings surroundings) throws MalformedException {
        String name = die.ownOrOriginalName();
        if (name == null || die.flag(At.DECLARATION)) {
            return null; // an unnamed parameter cannot be asked for; a declaration tells of a global variable
        }
        Content content;
        Type type;
        try {
            type = types.variable(die);
            if (type == null) {
                return null;
            }
            content = new VariableContent(surroundings, die, type).find();
        } catch (MissingTypeException e) {
            return null;
        } catch (MalformedException e) {
            type = dev.inquest.api.types.VoidType.VOID;
            content = new Absent("damaged debug information: " + e.getMessage(), false);
        }
        Die declared = die.withAttribute(At.DECL_LINE);
        Die declaredFile = die.withAttribute(At.DECL_FILE);
        return new Variable(
                name,
                kind,
                type,
                declaredFile == null ? null : file(declaredFile),
                declared == null ? 0 : (int) declared.number(At.DECL_LINE, 0),
                content);
    }

    private @Nullable String file(Die declared) {
        if (declared.dwarf() != dwarf) {
            return null;
        }
        try {
            long number = declared.number(At.DECL_FILE, -1);
            return units.of(declared.unit()).lines().fileTable().path(number);
        } catch (MalformedException e) {
            return null;
        }
    }
}
