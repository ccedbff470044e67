package dev.inquest.arch.x8664;

import dev.inquest.api.arch.ArchSession;
import dev.inquest.api.arch.Architecture;
import dev.inquest.api.arch.RegisterSet;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.Machine;
import dev.inquest.api.image.OpenException;
import java.nio.ByteOrder;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** The x86_64 architecture. */
@Component(service = Architecture.class)
public final class X8664Architecture implements Architecture {

    /** Makes the service. */
    public X8664Architecture() {}

    @Override
    public String name() {
        return "x86_64";
    }

    @Override
    public boolean matches(Machine machine) {
        return machine.elfMachine() == Machine.EM_X86_64 && machine.order() == ByteOrder.LITTLE_ENDIAN;
    }

    @Override
    public RegisterSet registers() {
        return X8664Registers.SET;
    }

    @Override
    public List<ArchSession.CpuRegisters> noteRegisters(DumpImage image) {
        return RegisterNotes.of(image.notes());
    }

    @Override
    public ArchSession attach(Context context) throws OpenException {
        return new X8664Session(this, context, new MappingSearch(context).find());
    }
}
