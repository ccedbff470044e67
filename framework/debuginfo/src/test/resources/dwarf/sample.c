/* What the tests read; see README.md beside it for how the binaries were made. */
typedef unsigned int u32;
typedef _Bool flag_t;

enum color { RED, GREEN = 5, BLUE };
enum level { LOW = -1, HIGH = 1 };

struct list { struct list *next, *prev; };
struct opaque;

union word { u32 whole; unsigned char bytes[4]; };

struct item {
	struct list node;
	const char *name;
	u32 a : 3, b : 7;
	int c : 5;
	flag_t on;
	enum color color;
	enum level level;
	union { long number; void *pointer; };
	int matrix[2][3];
	int (*call)(struct item *, const volatile u32 *restrict, ...);
	struct opaque *hidden;
	union word word;
	long tail[];
};

struct item first_item = { .name = "first" };
extern struct list heads[4];
struct list heads[4];
static unsigned long counter;
int zero[0];

static inline __attribute__((always_inline)) u32 twice(u32 value)
{
	counter += value;
	return value * 2;
}

static inline __attribute__((always_inline)) u32 four_times(u32 value)
{
	if (value > 3)
		value = twice(value);
	return twice(value);
}

__attribute__((noinline)) u32 work(u32 value)
{
	u32 result = four_times(value);
	return result + first_item.a;
}

__attribute__((section(".init.text"))) u32 start(u32 value)
{
	return work(value + 1) + zero[0];
}

#ifdef MODULE
__attribute__((section(".modinfo"))) const char name[] = "name=sample\0vermagic=6.1.0-test SMP";
#else
const char linux_banner[] = "Linux version 6.1.0-test (someone) #1\n";
#endif
