package dev.inquest.arch.ppc64le;

import dev.inquest.api.arch.ArchSession;
import dev.inquest.api.arch.Architecture;
import dev.inquest.api.arch.RegisterSet;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.Machine;
import dev.inquest.api.image.OpenException;
import java.nio.ByteOrder;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** The ppc64le architecture. */
@Component(service = Architecture.class)
public final class Ppc64leArchitecture implements Architecture {

    /** Makes the service. */
    public Ppc64leArchitecture() {}

    @Override
    public String name() {
        return "ppc64le";
    }

    @Override
    public boolean matches(Machine machine) {
        return machine.elfMachine() == Machine.EM_PPC64;
    }

    @Override
    public ByteOrder order(DumpImage image) {
        return CodeOrder.of(image);
    }

    @Override
    public RegisterSet registers() {
        return Ppc64leRegisters.SET;
    }

    @Override
    public List<ArchSession.CpuRegisters> noteRegisters(DumpImage image) {
        return RegisterNotes.of(image.notes(), image.machine().order());
    }

    @Override
    public ArchSession attach(Context context) throws OpenException {
        if (CodeOrder.of(context.image()) != ByteOrder.LITTLE_ENDIAN) {
            throw new OpenException(context.image().names().getFirst()
                    + ": a big-endian kernel of ppc64; only little-endian ones can be read");
        }
        return new Ppc64leSession(this, context, new MappingSearch(context).find());
    }
}
