#!/bin/bash
# Ends the guests and the processes that up.sh recorded, and nothing else. --purge also removes the state directory.
set -u
. "$(dirname "$0")/env.sh"
for host in $LV_HOSTS; do
  # Guests outlive their libvirtd, and it keeps their pids.
  socket=$LV_STATE/$host/run/libvirt-sock
  if alive "$host" && [ -S "$socket" ]; then
    timeout 20 virsh --quiet -c "qemu+unix:///system?socket=$socket" list --uuid | while read -r guest; do
      [ -z "$guest" ] || timeout 20 virsh --quiet -c "qemu+unix:///system?socket=$socket" destroy "$guest"
    done
  fi
  for file in "$LV_STATE/$host"/run/qemu/*.pid; do
    [ -e "$file" ] || continue
    pid=$(cat "$file")
    tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -q '^/usr/bin/qemu-system' && kill -KILL "$pid"
  done
done
[ -d "$OST_PID" ] && stop_all 10 sshd $LV_HOSTS
if [ "${1:-}" = --purge ]; then
  case $LV_STATE in /*/*) rm -rf "$LV_STATE" ;; esac
fi
echo down
