package dev.inquest.arch.arm64;

import dev.inquest.api.arch.ArchSession;
import dev.inquest.api.arch.Architecture;
import dev.inquest.api.arch.RegisterSet;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.Machine;
import dev.inquest.api.image.OpenException;
import java.nio.ByteOrder;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** The arm64 architecture. */
@Component(service = Architecture.class)
public final class Arm64Architecture implements Architecture {

    /** Makes the service. */
    public Arm64Architecture() {}

    @Override
    public String name() {
        return "aarch64";
    }

    @Override
    public boolean matches(Machine machine) {
        return machine.elfMachine() == Machine.EM_AARCH64 && machine.order() == ByteOrder.LITTLE_ENDIAN;
    }

    @Override
    public RegisterSet registers() {
        return Arm64Registers.SET;
    }

    @Override
    public List<ArchSession.CpuRegisters> noteRegisters(DumpImage image) {
        return RegisterNotes.of(image.notes());
    }

    @Override
    public ArchSession attach(Context context) throws OpenException {
        return new Arm64Session(this, context, new MappingSearch(context).find());
    }
}
