package dev.inquest.api.kernel;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that some kernels lack a member. Reading it there throws {@link dev.inquest.api.types.MissingTypeException};
 * {@link StructLayout#has} tells beforehand. A member without this annotation is required: binding fails when it is missing.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Optional {}
