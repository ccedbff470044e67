package dev.inquest.launcher;

/** Packages on the launcher's class path that bundles may import. */
final class SystemPackages {
    /**
     * What comes with the launcher besides the framework: the DS api, promises, slf4j, and the line editor, whose reader asks for a
     * package that no bundle needs to have.
     */
    static final String EXTRA = "org.osgi.service.component;version=1.5.1,"
            + "org.osgi.service.component.runtime;version=1.5.1,"
            + "org.osgi.service.component.runtime.dto;version=1.5.1,"
            + "org.osgi.util.promise;version=1.3.0,"
            + "org.osgi.util.function;version=1.2.0,"
            + "org.slf4j;version=2.0.17,"
            + "org.slf4j.event;version=2.0.17,"
            + "org.slf4j.helpers;version=2.0.17,"
            + "org.slf4j.spi;version=2.0.17,"
            + "org.jline.keymap;version=4.5.0,"
            + "org.jline.reader;version=4.5.0,"
            + "org.jline.reader.impl;version=4.5.0,"
            + "org.jline.reader.impl.completer;version=4.5.0,"
            + "org.jline.reader.impl.history;version=4.5.0,"
            + "org.jline.terminal;version=4.5.0,"
            + "org.jline.terminal.impl;version=4.5.0,"
            + "org.jline.terminal.spi;version=4.5.0,"
            + "org.jline.utils;version=4.5.0";

    private SystemPackages() {}
}
