package dev.inquest.core.open;

import dev.inquest.api.arch.Architecture;
import dev.inquest.api.image.DumpContainer;
import dev.inquest.api.image.DumpFormat;
import dev.inquest.api.layout.DebugFileFormat;
import dev.inquest.api.layout.DebugFinder;
import dev.inquest.api.layout.DumpLayout;
import java.util.List;

/**
 * The services that opening works with, as they are at one moment.
 *
 * @param containers wrappings around files
 * @param formats dump formats
 * @param architectures machines
 * @param debugFiles formats of files with debug information
 * @param layouts what finds layouts in the dump
 * @param finders who knows where debug files are
 */
record Services(
        List<DumpContainer> containers,
        List<DumpFormat> formats,
        List<Architecture> architectures,
        List<DebugFileFormat> debugFiles,
        List<DumpLayout> layouts,
        List<DebugFinder> finders) {}
