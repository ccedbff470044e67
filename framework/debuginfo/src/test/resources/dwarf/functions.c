/* Functions and constants that only debug information tells apart; compiled twice, with -DONE and -DTWO, and linked with functions-asm.S. */
struct thing { long number; };

#ifdef ONE
enum { FIRST_CONSTANT = 3, SECOND_CONSTANT };
__attribute__((noinline)) static int same_name(struct thing *thing)
{
	return (int)thing->number + FIRST_CONSTANT;
}

__attribute__((noinline)) static int same_type(int value)
{
	return value + SECOND_CONSTANT;
}

__attribute__((noinline)) void format(char *out, const char *format, ...)
{
	*out = *format;
}

void nothing(void)
{
}

const char linux_banner[] = "Linux version 6.1.0-test (someone) #1\n";

int start(struct thing *thing)
{
	return same_name(thing) + same_type(5);
}
#else
enum { THIRD_CONSTANT = -7 } negative = THIRD_CONSTANT;
__attribute__((noinline)) static long same_name(long value, unsigned char factor)
{
	return value * factor;
}

__attribute__((noinline)) static int same_type(int value)
{
	return value - 1;
}

long other(long value)
{
	return same_name(value, 9) + same_type((int)value);
}
#endif
