package dev.inquest.api.kernel;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares, for the field manifest, members of a kernel structure that a class reads by name and not through a bound {@link KernelStruct}
 * interface.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(Reads.Several.class)
public @interface Reads {
    /** The structure's tag in C; of several the first that the kernel has. */
    String[] value();

    /**
     * Names or dotted paths of members without which the class cannot do its work; alternatives are joined by {@code |}, for instance
     * {@code "__state|state"}.
     */
    String[] required() default {};

    /** Names or dotted paths of members that some kernels lack, written alike. */
    String[] optional() default {};

    /** What users lose where an optional member, or the whole structure, is missing; empty when nothing is lost. */
    String lost() default "";

    /** Whether some kernels lack the whole structure. */
    boolean mayLack() default false;

    /** The kernel commits or releases that changed this. */
    String since() default "";

    /** Several declarations on one class. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface Several {
        /** The declarations. */
        Reads[] value();
    }
}
