package dev.inquest.api.kernel;

import org.osgi.annotation.versioning.ProviderType;

/** What every bound structure can tell. Interfaces with {@link KernelStruct} may extend it. */
@ProviderType
public interface KernelObject {
    /** Returns the structure's address. */
    long address();
}
