package dev.inquest.commands.find;

import org.jspecify.annotations.Nullable;

/** Names the package that has a kernel's debug information, where the release tells whose kernel it is. */
final class Packages {
    private Packages() {}

    /** Returns what to install, or an empty text. */
    static String advice(@Nullable String release) {
        if (release == null) {
            return "";
        }
        if (release.matches(".*\\.(el\\d+|fc\\d+|amzn\\d+|oe\\d+)[._].*|.*\\.(el\\d+|fc\\d+)$")) {
            return "the package kernel-debuginfo-" + release + " has it";
        }
        if (release.matches(".*-(generic|lowlatency|aws|azure|gcp|oracle|kvm|ibm)")) {
            return "the package linux-image-unsigned-" + release + "-dbgsym has it";
        }
        if (release.matches(".*-(amd64|arm64|powerpc64le|ppc64el)") || release.matches(".*\\+deb\\d+.*")) {
            return "the package linux-image-" + release + "-dbg has it";
        }
        if (release.endsWith("-default") || release.endsWith("-azure")) {
            return "the package kernel-default-debuginfo of that version has it";
        }
        return "";
    }
}
