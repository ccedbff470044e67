package dev.inquest.api.kernel;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names the member that a method of a {@link KernelStruct} reads, where it is not the method's own name. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Member {
    /** Names or dotted paths; of several the first that the kernel has. */
    String[] value();

    /** The kernel commit or release that changed the member, for the field manifest; for instance {@code "2f064a59a11f (5.14)"}. */
    String since() default "";
}
