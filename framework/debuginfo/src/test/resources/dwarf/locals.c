/* Variables in all kinds of places; see README.md beside it for how the binaries were made. */
struct pair { unsigned long low, high; };
struct wide { unsigned long words[4]; };

unsigned long total;

__attribute__((noinline)) void use(const void *pointer)
{
	asm volatile("" : : "r"(pointer) : "memory");
}

__attribute__((noinline)) unsigned long leaf(unsigned long key, int unused)
{
	unsigned long doubled = key * 2;
	static int calls = 3;
	const int seven = 7;

	use(&calls);
	total += doubled;
	{
		unsigned char inner = (unsigned char)doubled;

		use(&total);
		total += inner + seven;
	}
	return total;
}

static inline __attribute__((always_inline)) unsigned long added(struct pair both, unsigned long more)
{
	unsigned long sum = both.low + both.high + more;

	use(&total);
	return sum;
}

__attribute__((noinline)) unsigned long caller(unsigned long first, unsigned long second)
{
	struct wide on_stack = { { first, second, 3, 4 } };
	struct pair both = { first, second + 1 };
	unsigned long result;

	use(&on_stack);
	result = leaf(second + 5, 0);
	result += added(both, result);
	return result + on_stack.words[2];
}

__attribute__((section(".init.text"))) unsigned long start(unsigned long value)
{
	return caller(value, 40) + 1;
}

#ifdef MODULE
__attribute__((section(".modinfo"))) const char name[] = "name=sample\0vermagic=6.1.0-test SMP";
#else
const char linux_banner[] = "Linux version 6.1.0-test (someone) #1\n";
#endif
