#!/usr/bin/env drgn
"""What drgn reads of a dump, in the form that the optional tests compare with: tasks with stacks, modules, mounts and the log.

    drgn -c vmcore -s vmlinux read-dump.py | gzip > drgn.json.gz

A section that drgn cannot read has "oracle_failed" with its reason.
"""
import json
import sys

from drgn import FaultError, Object
from drgn.helpers.linux.fs import for_each_mount, mount_dst, mount_fstype, mount_src
from drgn.helpers.linux.list import list_for_each_entry
from drgn.helpers.linux.pid import for_each_task
from drgn.helpers.linux.printk import get_dmesg
from drgn.helpers.linux.sched import task_cpu, task_state_to_char


def text(raw):
    return raw.decode("utf-8", "replace")


def section(read):
    try:
        return read()
    except Exception as failure:  # the reading is kept, whatever drgn stumbles over
        return {"oracle_failed": f"{type(failure).__name__}: {failure}"}


def uts():
    names = prog["init_uts_ns"].name
    return {key: text(names.member_(key).string_()) for key in ("sysname", "nodename", "release", "version", "machine")}


def frame(one):
    row = {"inline": one.is_inline, "name": one.name, "pc": hex(one.pc)}
    try:
        symbol = one.symbol()
        row["sym"] = f"{symbol.name}+{one.pc - symbol.address:#x}"
    except LookupError:
        pass
    try:
        row["src"] = "{}:{}".format(*one.source()[:2])
    except LookupError:
        pass
    return row


def stack(task):
    return [frame(one) for one in prog.stack_trace(task)]


def task(one):
    return {
        "task": hex(one.value_()),
        "pid": one.pid.value_(),
        "tgid": one.tgid.value_(),
        "ppid": one.real_parent.tgid.value_(),
        "comm": text(one.comm.string_()),
        "state": task_state_to_char(one),
        "cpu": task_cpu(one),
        "stack": section(lambda: stack(one)),
    }


def module(one):
    row = {"name": text(one.name.string_()), "address": hex(one.value_())}
    try:
        row["base"] = hex(one.core_layout.base.value_())
        row["size"] = one.core_layout.size.value_()
    except AttributeError:  # since ac3b43283923 (6.4) there are seven areas
        pass
    return row


def modules():
    head = prog["modules"]
    return [module(one) for one in list_for_each_entry("struct module", head.address_of_(), "list")]


def mount(one):
    return {
        "src": text(mount_src(one)),
        "dst": text(mount_dst(one)),
        "fstype": text(mount_fstype(one)),
        "address": hex(one.value_()),
    }


json.dump(
    {
        "uts": section(uts),
        "tasks": [task(one) for one in for_each_task(prog)],
        "modules": section(modules),
        "mounts": section(lambda: [mount(one) for one in for_each_mount(prog)]),
        "dmesg": section(lambda: text(get_dmesg(prog)).splitlines()),
    },
    sys.stdout,
)
