# What run, test and install share.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '%s\n' "$*" >&2; }

die() {
  say "$*"
  exit 1
}

has_library() {
  # Asks the compiler that comes with Swift, so that it is the header and library that the build will find.
  # Without a compiler of its own name the build has to speak for itself.
  command -v clang >/dev/null || return 0
  printf '#include <stddef.h>\n#include <stdio.h>\n#include <%s>\nint main(void) { return 0; }\n' "$1" |
    clang -x c -o /dev/null - "-l$2" 2>/dev/null
}

# Installs what the build needs and is not there: the SQLite and libedit development files.
prepare() {
  command -v swift >/dev/null ||
    die "Kin is written in Swift 6.2 or later, which is not installed: see https://www.swift.org/install/linux/"
  local packages=()
  has_library sqlite3.h sqlite3 || packages+=(libsqlite3-dev)
  has_library histedit.h edit || packages+=(libedit-dev)
  ((${#packages[@]})) || return 0

  command -v apt-get >/dev/null ||
    die "Please install the development files of SQLite and libedit (on Debian: ${packages[*]})."
  local as_root=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null || die "Please install as root: apt-get install ${packages[*]}"
    as_root=(sudo)
  fi
  say "Installing ${packages[*]} …"
  local log
  log=$(mktemp)
  if ! { "${as_root[@]}" apt-get update && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --no-install-recommends "${packages[@]}"; } >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    die "These packages could not be installed: ${packages[*]}. Without them Kin cannot be built."
  fi
  rm -f "$log"
}

# Builds a product, with the arguments of `swift build`: silent unless it fails.
build() {
  local product=$1
  shift
  [[ -d "$root/.build/release" ]] || say "Building Kin. The first time this takes about a minute."
  local log
  log=$(mktemp)
  if ! swift build --package-path "$root" --product "$product" "$@" >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    die "$product could not be built."
  fi
  rm -f "$log"
}

# Builds a product as it is installed, and starts fast. The Swift libraries go into it, and the C++ runtime that they
# need, for resolving its symbols took a sixth of the start; what stays outside is not looked for beside the program.
build_release() {
  local flags=(-c release --static-swift-stdlib --disable-local-rpath) folder="$root/.build/static" name archive
  mkdir -p "$folder"
  # A folder that holds the archive alone, so that the linker does not find the shared library first.
  for name in stdc++:stdc++ gcc_s:gcc_eh; do
    archive=$(clang -print-file-name="lib${name#*:}.a" 2>/dev/null) || continue
    [[ "$archive" == /* ]] && ln -sf "$archive" "$folder/lib${name%:*}.a"
  done
  build "${1:-kin}" "${flags[@]}" -Xswiftc "-L$folder"
}
