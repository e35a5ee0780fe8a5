#!/bin/bash
# Brings up two hosts with a real libvirt and QEMU on this machine. Idempotent. With --install only its packages.
set -u -o pipefail
. "$(dirname "$0")/env.sh"
say() { printf '[%3d s] %s\n' "$SECONDS" "$*"; }
die() { say "FAILED: $*"; exit 1; }

# ---- packages ---------------------------------------------------------------------------------------------------
# The kernel for the guests is only unpacked: installing it would make this machine build an initramfs for itself.
install_packages() {
  local missing=() made_policy='' package
  for package in qemu-system-x86 qemu-utils libvirt-daemon-system libvirt-clients busybox-static syslinux mtools \
    dosfstools openssh-server openssh-client kmod iproute2 iptables cpio; do
    dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^ii' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  say "installing: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  # No service may start by itself.
  [ -e /usr/sbin/policy-rc.d ] || { printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d; chmod 755 /usr/sbin/policy-rc.d; made_policy=1; }
  fetch() {
    apt-get install -y -qq --no-install-recommends -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 \
      -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold -o Dpkg::Options::=--force-unsafe-io \
      "${missing[@]}" >>"$LV_STATE/apt.log" 2>&1
  }
  fetch || { apt-get update -qq >>"$LV_STATE/apt.log" 2>&1; fetch; } || { tail -20 "$LV_STATE/apt.log"; die 'apt-get install'; }
  [ -z "$made_policy" ] || rm -f /usr/sbin/policy-rc.d
  say 'packages are installed'
}

# ---- the guests' image ------------------------------------------------------------------------------------------
unpack_kernel() {
  local name
  name=$(apt-cache depends linux-image-cloud-amd64 | sed -n 's/^ *Depends: \(linux-image-[0-9].*\)/\1/p' | head -n 1)
  [ -n "$name" ] || { apt-get update -qq; name=$(apt-cache depends linux-image-cloud-amd64 | sed -n 's/^ *Depends: \(linux-image-[0-9].*\)/\1/p' | head -n 1); }
  mkdir -p "$LV_STATE/kernel" && (cd "$LV_STATE/kernel" && apt-get download -qq "$name" 2>/dev/null && dpkg-deb -x ./*.deb . && rm ./*.deb)
}

build_image() {
  local image=$LV_STATE/tiny.qcow2 kernel=$LV_STATE/kernel root=$LV_STATE/initramfs version module
  [ "$image" -nt "$LV_HOME/guest-init" ] && return 0
  ls "$kernel"/boot/vmlinuz-* >/dev/null 2>&1 || unpack_kernel || die 'no kernel for the guests'
  version=$(basename "$kernel"/boot/vmlinuz-* | sed 's/^vmlinuz-//')
  depmod -b "$kernel" "$version"
  rm -rf "$root" && mkdir -p "$root"/{bin,dev,proc,sys,seed,modules}
  cp /bin/busybox "$root/bin/" && cp "$LV_HOME/guest-init" "$root/init" && chmod 755 "$root/init"
  for module in virtio_pci virtio_blk virtio_net virtio_scsi sr_mod isofs; do
    modprobe -d "$kernel" -S "$version" --show-depends "$module"
  done | sed -n 's/^insmod \([^ ]*\).*/\1/p' | awk '!seen[$0]++' | while read -r module; do
    cp "$module" "$root/modules/" && basename "$module" >>"$root/modules/order"
  done
  (cd "$root" && find . | cpio -o -H newc --quiet | gzip -1) >"$LV_STATE/initrd.gz"
  printf 'DEFAULT tiny\nPROMPT 0\nTIMEOUT 1\nLABEL tiny\n KERNEL vmlinuz\n INITRD initrd.gz\n APPEND console=ttyS0 quiet panic=-1\n' >"$LV_STATE/syslinux.cfg"
  rm -f "$LV_STATE/tiny.raw"
  mkfs.vfat -C "$LV_STATE/tiny.raw" 32768 >/dev/null || die mkfs.vfat
  mcopy -i "$LV_STATE/tiny.raw" "$kernel"/boot/vmlinuz-* ::vmlinuz || die mcopy
  mcopy -i "$LV_STATE/tiny.raw" "$LV_STATE/initrd.gz" "$LV_STATE/syslinux.cfg" :: || die mcopy
  syslinux --install "$LV_STATE/tiny.raw" || die syslinux
  qemu-img convert -q -O qcow2 "$LV_STATE/tiny.raw" "$image" || die qemu-img
  rm "$LV_STATE/tiny.raw"
  say 'the image is made'
}

# ---- the hosts --------------------------------------------------------------------------------------------------
virsh_on() { local host=$1; shift; virsh --quiet -c "qemu+unix:///system?socket=$LV_STATE/$host/run/libvirt-sock" "$@"; }

# libvirt tells hosts apart by the uuid of the machine, which both would have of this one.
uuid_of() { printf '%s' "$1" | md5sum | sed 's/^\(.\{8\}\)\(.\{4\}\)\(.\{4\}\)\(.\{4\}\)\(.\{12\}\).*/\1-\2-\3-\4-\5/'; }
address_of() { local n=0 host; for host in $LV_HOSTS; do n=$((n + 1)); [ "$host" = "$1" ] && echo "$LV_NETWORK.$((200 + n))"; done; }

prepare_host() {
  local host=$LV_STATE/$1
  if [ ! -d "$host/etc" ]; then
    mkdir -p "$host"/{lib,run,cache,log,images}
    cp -a /etc/libvirt "$host/etc"
    rm -rf "$host"/etc/qemu/networks "$host"/etc/qemu/autostart "$host"/etc/nwfilter
    mkdir -p "$host/etc/qemu/networks" "$host/log/qemu"
  fi
  [ "$host/images/tiny.qcow2" -nt "$LV_STATE/tiny.qcow2" ] || cp "$LV_STATE/tiny.qcow2" "$host/images/"
  cat >"$host/etc/libvirtd.conf" <<C
host_uuid = "$(uuid_of "$1")"
listen_tls = 0
listen_tcp = 0
auth_unix_rw = "none"
auth_unix_ro = "none"
log_outputs = "2:file:/var/log/libvirt/libvirtd.log"
C
  cat >"$host/etc/qemu.conf" <<C
user = "root"
group = "root"
security_driver = "none"
dynamic_ownership = 0
remember_owner = 0
namespaces = []
cgroup_controllers = []
stdio_handler = "file"
migration_host = "$(address_of "$1")"
migration_address = "$(address_of "$1")"
C
}

bring_up_host() {
  alive "$1" || prepare_host "$1"
  start "$1" unshare --mount --net --uts --propagation private "$LV_HOME/host.sh" "$1"
  wait_for 60 "$1" virsh_on "$1" version || { tail -n 20 "$LV_STATE/log/$1.log" "$LV_STATE/$1/log/libvirtd.log"; die "$1 does not answer"; }
  virsh_on "$1" pool-info default >/dev/null 2>&1 || {
    virsh_on "$1" pool-define-as default dir --target "$LV_STATE/$1/images" &&
      virsh_on "$1" pool-autostart default && virsh_on "$1" pool-start default
  } || die "no pool on $1"
}

# The department's network: a bridge on each host, joined to the first one's by a cable. Guests and moves go over it.
in_host() { local pid; read -r pid _ <"$OST_PID/$1"; shift; nsenter --net="/proc/$pid/ns/net" "$@"; }

bring_up_bridge() {
  local first=${LV_HOSTS%% *} host pid
  for host in $LV_HOSTS; do
    in_host "$host" ip link show "$LV_BRIDGE" >/dev/null 2>&1 && continue
    in_host "$host" ip link add "$LV_BRIDGE" type bridge &&
      in_host "$host" ip address add "$(address_of "$host")/24" dev "$LV_BRIDGE" &&
      in_host "$host" ip link set "$LV_BRIDGE" up || die "no bridge on $host"
    [ "$host" = "$first" ] && continue
    read -r pid _ <"$OST_PID/$host"
    in_host "$first" ip link add "to-$host" type veth peer name uplink netns "$pid" &&
      in_host "$first" ip link set "to-$host" master "$LV_BRIDGE" up &&
      in_host "$host" ip link set uplink master "$LV_BRIDGE" up || die "no cable to $host"
  done
}

# The way in from outside, into the space of the first host; its network is this machine's.
bring_up_ssh() {
  local ssh=$LV_STATE/ssh first=${LV_HOSTS%% *} pid
  if [ ! -e "$ssh/port" ]; then
    mkdir -p "$ssh" /run/sshd
    ssh-keygen -q -t ed25519 -N '' -f "$ssh/host" && ssh-keygen -q -t ed25519 -N '' -f "$ssh/client" || die ssh-keygen
    cp "$ssh/client.pub" "$ssh/authorized"
    shuf -i 20000-29999 -n 1 >"$ssh/port"
    printf '[127.0.0.1]:%s %s\n' "$(cat "$ssh/port")" "$(cut -d' ' -f1-2 "$ssh/host.pub")" >"$ssh/known"
    cat >"$ssh/sshd_config" <<C
ListenAddress 127.0.0.1:$(cat "$ssh/port")
HostKey $ssh/host
PidFile none
AuthorizedKeysFile $ssh/authorized
StrictModes no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
UsePAM no
C
  fi
  mkdir -p /run/sshd
  read -r pid _ <"$OST_PID/$first"
  start sshd nsenter --mount="/proc/$pid/ns/mnt" --uts="/proc/$pid/ns/uts" /usr/sbin/sshd -D -e -f "$ssh/sshd_config"
  wait_for 20 sshd ssh-keyscan -p "$(cat "$ssh/port")" 127.0.0.1 || die 'sshd does not answer'
}

mkdir -p "$LV_STATE/pid" "$LV_STATE/log" || exit 1
chmod 700 "$LV_STATE"
exec 9>"$LV_STATE/.lock"
flock -w 300 9 || die 'another up.sh is running'
install_packages
[ "${1:-}" = --install ] && exit 0
build_image
for host in $LV_HOSTS; do bring_up_host "$host"; done
bring_up_bridge
bring_up_ssh
say 'up'
