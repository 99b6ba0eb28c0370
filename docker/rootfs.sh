#!/usr/bin/env bash
# The same root file system as docker/Dockerfile makes, from this machine's Debian packages: no image is pulled, no
# container engine needed. Root is. The suite is the machine's own, since the binary is linked against it.
#   docker/rootfs.sh [BINARY] [DIRECTORY]     default: target/release/signet target/rootfs
# Try it:    chroot --userspec=10001:10001 target/rootfs /usr/local/bin/signet --help
# Import it: tar -C target/rootfs -c . | docker import -c 'USER 10001' -c 'WORKDIR /var/lib/signet' \
#              -c 'ENV SIGNET__SERVER__LISTEN=0.0.0.0:8080' -c 'ENTRYPOINT ["signet"]' -c 'CMD ["serve"]' - signet
. "$(dirname "$0")/../scripts/lib.sh"

BINARY=${1:-$TARGET/release/signet}
OUT=${2:-$TARGET/rootfs}
[ -x "$BINARY" ] || fail "there is no $BINARY: run \`cargo build --release\` first"
[ "$(id -u)" = 0 ] || fail "run this as root: the files of the root file system belong to root"
need_packages mmdebstrap ca-certificates

# The packages that hold the libraries it is linked against.
packages=(base-files bash coreutils grep ca-certificates)
while read -r library; do
    package=$(dpkg-query -S "$library" 2>/dev/null || dpkg-query -S "/usr$library" 2>/dev/null || dpkg-query -S "${library#/usr}")
    packages+=("${package%%:*}")
done < <(ldd "$BINARY" | grep -o '/[^ ]*' | sort -u)

rm -rf "$OUT"
include=$(printf '%s\n' "${packages[@]}" | sort -u | paste -sd,)
say "packages: $include"
mmdebstrap --quiet --variant=extract --include="$include" "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$OUT"

# Unpacked, not configured: what the packages' scripts would have made is made here.
rm -rf "$OUT"/usr/share/{doc,man,locale,info,lintian} "$OUT"/var/cache/* "$OUT"/var/lib/apt "$OUT"/var/log/*
mkdir -p "$OUT"/etc/ssl/certs "$OUT"/usr/local/bin
cat "$OUT"/usr/share/ca-certificates/mozilla/*.crt >"$OUT/etc/ssl/certs/ca-certificates.crt"
printf 'root:x:0:0:root:/root:/usr/sbin/nologin\nsignet:x:10001:10001::/var/lib/signet:/usr/sbin/nologin\n' >"$OUT/etc/passwd"
printf 'root:x:0:\nsignet:x:10001:\n' >"$OUT/etc/group"
install -d -o 10001 -g 10001 -m 0750 "$OUT/var/lib/signet"
install -d -m 1777 "$OUT/tmp"
install -m 0755 "$BINARY" "$OUT/usr/local/bin/signet"
ldconfig -r "$OUT"

say "$OUT: $(du -sh "$OUT" | cut -f1)"
