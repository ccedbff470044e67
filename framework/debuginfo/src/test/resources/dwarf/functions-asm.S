	.text
	.globl entry
	.type entry, @function
entry:
	ret
	.size entry, . - entry
