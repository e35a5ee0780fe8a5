#!/bin/bash
# Becomes the libvirtd of one host: in a mount, network and name space of its own, so that two of them share no file, no
# bridge and no name. host.sh NAME
set -eu
. "$(dirname "$0")/env.sh"
host=$LV_STATE/$1
hostname "$1"
ip link set lo up
# What the kernel tells of network devices is told per space.
mount -t sysfs sysfs /sys
for pair in etc:/etc/libvirt lib:/var/lib/libvirt run:/run/libvirt cache:/var/cache/libvirt log:/var/log/libvirt; do
  mkdir -p "${pair#*:}"
  mount --bind "$host/${pair%%:*}" "${pair#*:}"
done
exec /usr/sbin/libvirtd -f /etc/libvirt/libvirtd.conf -p /run/libvirt/libvirtd.pid
