# Functions that start Inquest from an image. POSIX sh, to be sourced; the path that every start takes runs no other program.
#
# In:  image    folder with lib/ and bundles/, absolute
# Out: nothing; run_inquest replaces the shell by Java

say() {
    printf 'inquest: %s\n' "$*" >&2
}

# Reads the release file of the Java installation $1. Sets home and runtime and succeeds when it is Java 25 or newer.
is_usable_java() {
    [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
    feature=0
    runtime=
    while IFS='=' read -r key value; do
        value=${value#\"}
        value=${value%\"*}
        case $key in
            JAVA_VERSION) feature=${value%%[!0-9]*} ;;
            JAVA_RUNTIME_VERSION) runtime=$value ;;
        esac
        # A shell reads byte by byte, and a list of modules follows.
        [ -n "$runtime" ] && [ "$feature" != 0 ] && break
    done <"$1/release"
    [ "${feature:-0}" -ge 25 ] 2>/dev/null || return 1
    home=$1
    : "${runtime:=$feature}"
}

# The installation behind the java that is found through PATH; also where that is a stub or a link.
java_on_path() {
    command -v java >/dev/null 2>&1 || return 1
    found=$(java -XshowSettings:properties -version 2>&1 </dev/null | sed -n 's/^ *java\.home = //p')
    [ -n "$found" ] && is_usable_java "$found"
}

# Looks where installers put Java.
java_in_usual_place() {
    for candidate in /usr/lib/jvm/* /usr/java/* /opt/* /opt/java/* /usr/local/* /usr/local/lib/jvm/* \
        "${HOME:-/}"/.sdkman/candidates/java/* "${HOME:-/}"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-/}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
        if [ -r "$candidate/release" ] && is_usable_java "$candidate" && { [ -z "${1:-}" ] || [ -x "$candidate/bin/$1" ]; }; then
            return 0
        fi
    done
    return 1
}

no_java() {
    say 'needs Java 25 or newer, and found none.'
    say '  Debian, Ubuntu:  apt install openjdk-25-jdk-headless'
    say '  Fedora, RHEL:    dnf install java-25-openjdk-devel'
    say '  openSUSE:        zypper install java-25-openjdk-devel'
    say '  Arch:            pacman -S jdk-openjdk'
    say '  macOS:           brew install openjdk'
    say 'If it is somewhere else, say where: INQUEST_JAVA=/path/to/jdk'
    exit 3
}

# Sets home and runtime. $1 is a file that remembers what was found by a search, or empty.
find_java() {
    if [ -n "${INQUEST_JAVA:-}" ]; then
        is_usable_java "${INQUEST_JAVA%/bin/java}" && return
        say "INQUEST_JAVA=$INQUEST_JAVA is no Java 25 or newer"
        exit 3
    fi
    [ -n "${JAVA_HOME:-}" ] && is_usable_java "$JAVA_HOME" && return
    if [ -n "$1" ] && [ -r "$1" ]; then
        IFS= read -r candidate <"$1" && is_usable_java "$candidate" && return
    fi
    java_on_path || java_in_usual_place || no_java
    if [ -n "$1" ]; then
        printf '%s\n' "$home" >"$1.$$" 2>/dev/null && mv -f "$1.$$" "$1" 2>/dev/null
    fi
    return 0
}

# Sets cache to a folder for what makes starts fast: in the image, or the user's when the image is not writable.
find_cache() {
    cache=$image/cache
    [ -d "$cache" ] && [ -w "$cache" ] && return
    mkdir "$cache" 2>/dev/null && return
    case ${XDG_CACHE_HOME:-} in
        /*) cache=$XDG_CACHE_HOME/inquest$image ;;
        *) cache=${HOME:-/tmp}/.cache/inquest$image ;;
    esac
    [ -d "$cache" ] || mkdir -p "$cache" 2>/dev/null || cache=
}

# Makes the start-up cache $aot, unless another process is at it. It is no loss when that fails.
train() {
    lock=$aot.lock
    if ! mkdir "$lock" 2>/dev/null; then
        read -r owner <"$lock/pid" 2>/dev/null && kill -0 "$owner" 2>/dev/null && return
        rm -rf "$lock"
        mkdir "$lock" 2>/dev/null || return
    fi
    echo $$ >"$lock/pid"
    say 'preparing the start-up cache, once (a few seconds) ...'
    rm -f "$cache"/start-*.aot "$cache"/start-*.aot.[0-9]*
    # The first run keeps what the second finds, as all later ones do, and makes files for it.
    "$home/bin/java" "$@" -Dinquest.training=prepare dev.inquest.launcher.Main </dev/null >"$cache/training.log" 2>&1
    "$home/bin/java" "$@" -XX:AOTCacheOutput="$aot.$$" -Dinquest.training=run \
        dev.inquest.launcher.Main </dev/null >>"$cache/training.log" 2>&1
    rm -rf "$cache/training"
    if [ -s "$aot.$$" ]; then
        mv -f "$aot.$$" "$aot"
    else
        rm -f "$aot.$$"*
        # An empty file is no cache, but says that there is no need to try again.
        : >"$aot"
        say "it could not be made, starts will be slower; see $cache/training.log"
    fi
    rm -rf "$lock"
}

# Replaces the shell by Inquest with the arguments given.
run_inquest() {
    # A rehearsal is a script: there is no dump yet that a JVM could look at.
    if [ "${1:-}" = rehearse ]; then
        shift
        INQUEST=${INQUEST:-$image/bin/inquest}
        export INQUEST
        exec bash "$image/lib/rehearse/rehearse" "$@"
    fi
    find_cache
    find_java "${cache:+$cache/java}"
    class_path=
    for jar in "$image"/lib/*.jar "$image"/bundles/framework/*.jar "$image"/bundles/libraries/*.jar "$image"/bundles/plugins/*.jar; do
        class_path=$class_path${class_path:+:}$jar
    done
    aot=
    if [ -n "$cache" ] && [ "${INQUEST_AOT:-on}" != off ]; then
        aot=$cache/start-$runtime.aot
        # Options of the training and of the run must agree, or Java does not use the cache.
        [ -f "$aot" ] && [ ! "$image/lib" -nt "$aot" ] || train \
            -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx1g -XX:-UsePerfData \
            --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Djdk.reflect.useNativeAccessorOnly=true \
            -Dfelix.extensions.disable=true \
            "-Dinquest.image=$image" "-Dinquest.cache=$cache" "-Dinquest.samples=${samples:-}" -cp "$class_path"
    fi
    # What goes over all of a dump is worth compiling well, but no more than what that needs: hence the thresholds, several times Java's own. Everything
    # else is over before that pays. The cache serves both. A search is told by its word, which may stand anywhere in what -c is given.
    case ${1:-}:$* in
        dump:* | makedumpfile:* | *search\ *)
            compile='-XX:TieredStopAtLevel=4 -XX:Tier4InvocationThreshold=20000 -XX:Tier4MinInvocationThreshold=5000'
            compile="$compile -XX:Tier4CompileThreshold=40000 -XX:Tier4BackEdgeThreshold=120000"
            # What the cache remembers of this method comes from a run without the second compiler, which takes it for hardly ever called
            # and then does call it, for each number that is read of bytes.
            compile="$compile -XX:CompileCommand=quiet -XX:CompileCommand=inline,jdk.internal.misc.Unsafe::convEndian"
            ;;
        # Thousands of modules go through one by one; what is let go must not pile up, in the heap or beside it.
        layout:layout\ build\ *) compile='-XX:TieredStopAtLevel=4 -Xmx448m -XX:MaxDirectMemorySize=192m' ;;
        *)
            # Where Linux has huge pages the heap is made of them: page by page it costs 15 ms more. A small part for new objects is used
            # again, where a large one would be touched once.
            compile='-XX:TieredStopAtLevel=1 -XX:NewSize=32m'
            [ -r /sys/kernel/mm/transparent_hugepage/enabled ] && compile="$compile -XX:+UseTransparentHugePages"
            ;;
    esac
    # shellcheck disable=SC2086 # several options are several words
    exec "$home/bin/java" \
        -XX:+UseSerialGC -Xmx1g $compile -XX:-UsePerfData \
        --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Djdk.reflect.useNativeAccessorOnly=true \
        -Dfelix.extensions.disable=true \
        ${aot:+"-XX:AOTCache=$aot"} -Xlog:disable -Xlog:all=off \
        "-Dinquest.image=$image" ${cache:+"-Dinquest.cache=$cache"} -cp "$class_path" ${INQUEST_JAVA_OPTS:-} \
        dev.inquest.launcher.Main "$@"
}
