package dev.inquest.api.kernel;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that some kernels lack a member. Reading it there throws {@link dev.inquest.api.types.MissingTypeException};
 * {@link StructLayout#has} tells beforehand. A member without this annotation is required: binding fails when it is missing. On
 * an interface: some kernels lack the whole structure.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Optional {
    /**
     * What users lose where the member is missing, in the words that they see, for instance {@code "column CPU"}; empty when nothing is
     * lost because another form of the kernel has the same elsewhere. The field manifest tells it.
     */
    String value() default "";
}
