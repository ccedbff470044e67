package dev.inquest.commands.tasks;

import dev.inquest.api.arch.Unwinder.FrameKind;
import dev.inquest.api.kernel.Frame;
import java.util.ArrayList;
import java.util.List;

/** The frames of a stack, each with the functions that were inlined in it, and the numbers that {@code bt} shows. */
final class FrameList {
    private final List<List<Frame>> frames = new ArrayList<>();
    private final List<Integer> numbers = new ArrayList<>();

    FrameList(List<Frame> stack) {
        List<Frame> group = new ArrayList<>();
        int number = 0;
        for (Frame frame : stack) {
            group.add(frame);
            if (!frame.inline()) {
                boolean saved = frame.raw().savedAt() != 0 || frame.raw().kind() == FrameKind.USER;
                frames.add(List.copyOf(group));
                numbers.add(saved ? -1 : number++);
                group.clear();
            }
        }
    }

    int size() {
        return frames.size();
    }

    /** Returns the functions of a frame, the innermost inlined one first and the one that the others are inlined into last. */
    List<Frame> functions(int index) {
        return frames.get(index);
    }

    Frame frame(int index) {
        return frames.get(index).getLast();
    }

    /** Returns the number that {@code bt} shows, or -1 where it shows registers instead. */
    int number(int index) {
        return numbers.get(index);
    }

    /** Returns the frame of a number that {@code bt} shows, or the innermost one of a function; -1 when there is none. */
    int find(String wanted) {
        String digits = wanted.startsWith("#") ? wanted.substring(1) : wanted;
        if (!digits.isEmpty() && digits.length() < 6 && digits.chars().allMatch(Character::isDigit)) {
            return numbers.indexOf(Integer.valueOf(digits));
        }
        for (int i = 0; i < frames.size(); i++) {
            for (Frame frame : frames.get(i)) {
                if (wanted.equals(frame.function()) || wanted.equals(frame.symbol())) {
                    return i;
                }
            }
        }
        return -1;
    }
}
