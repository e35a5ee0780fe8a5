# Settings shared by up.sh, down.sh and lane. Every value can be overridden from the environment.
export LV_HOME="${LV_HOME:-$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)}"
# Data, logs, pids; a short path, for sockets lie below it.
export LV_STATE="${LV_STATE:-${TMPDIR:-/tmp}/yunheng-libvirt}"
export LV_HOSTS="${LV_HOSTS:-host-1 host-2}"
# The bridge that both hosts have, and the network on it: the hosts are .201 and up, the rest is the guests'.
export LV_BRIDGE="${LV_BRIDGE:-br0}" LV_NETWORK="${LV_NETWORK:-10.91.7}"
export PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH
export OST_PID="$LV_STATE/pid" OST_LOG="$LV_STATE/log"
# Processes by recorded pid only, as with the other cloud.
. "$LV_HOME/../openstack/lib/proc.sh"
