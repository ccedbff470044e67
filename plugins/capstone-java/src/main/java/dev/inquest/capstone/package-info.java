/**
 * A binding of the Capstone 5 disassembler (<a href="https://www.capstone-engine.org">capstone-engine.org</a>) through {@code java.lang.foreign}.
 *
 * <pre>
 * Capstone capstone = Capstone.load(Settings.standard());
 * try (Disassembler disassembler = capstone.open(Architecture.X86_64, Syntax.ATT, true)) {
 *     disassembler.start(bytes, address);
 *     for (Instruction next = disassembler.next(); next != null; next = disassembler.next()) {
 *         System.out.printf("%x: %s %s%n", next.address(), next.mnemonic(), next.operandText());
 *     }
 * }
 * </pre>
 *
 * It depends on nothing but the JDK. Java asks for {@code --enable-native-access} for the module that it is in ({@code ALL-UNNAMED} on the class
 * path and in OSGi).
 */
@Version("1.0.0")
@NullMarked
package dev.inquest.capstone;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
