#!/bin/bash
# Brings a loopback-only OpenStack (Debian Zed) up. Idempotent. With --install only its packages.
#   --regions 2, or OST_REGIONS=2        a second region beside the first, see lib/second-region.sh
#   OST_COMPUTES="compute-1 compute-2"   hypervisors (one process each)
#   OST_EXTRAS="octavia swift backup"    optional services
#   OST_STATE=/dev/shm/ostest            where data, logs and pids live
#   OST_FRESH=1                          throw the old state away first
set -u -o pipefail
[ "${1:-}" = --regions ] && { export OST_REGIONS=${2:?how many}; shift 2; }
. "$(dirname "$0")/env.sh"
. "$OST_HOME/lib/proc.sh"
. "$OST_HOME/lib/config.sh"
. "$OST_HOME/lib/services.sh"
T0=$(date +%s.%N)
say() { printf '[%6.1fs] %s\n' "$(echo "$(date +%s.%N) - $T0" | bc 2>/dev/null || awk "BEGIN{print $(date +%s.%N)-$T0}")" "$*"; }
die() { say "FAILED: $*"; exit 1; }
has() { [[ " $OST_EXTRAS " == *" $1 "* ]]; }

# ---- packages -------------------------------------------------------------
PKGS="curl python3-keystone keystone python3-placement placement-common python3-glance glance-common python3-nova nova-common python3-fixtures python3-neutron neutron-common python3-cinder cinder-common uwsgi-core uwsgi-plugin-python3 mariadb-server-core mariadb-client rabbitmq-server memcached python3-pymysql python3-pymemcache python3-openstackclient"
has octavia && PKGS="$PKGS python3-octavia octavia-common python3-octaviaclient"
has swift && PKGS="$PKGS swift-proxy swift-account swift-container swift-object python3-keystonemiddleware"
missing=$(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' $PKGS 2>/dev/null | awk '$1=="ii"{print $2}' | sort > /tmp/.ost-have.$$; printf '%s\n' $PKGS | sort -u | comm -23 - /tmp/.ost-have.$$; rm -f /tmp/.ost-have.$$)
if [ -n "$missing" ]; then
  say "installing: $(echo $missing)"
  export DEBIAN_FRONTEND=noninteractive DEBCONF_NONINTERACTIVE_SEEN=true
  MADE_POLICY=
  if [ ! -e /usr/sbin/policy-rc.d ]; then   # no service may start by itself
    printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d; chmod 755 /usr/sbin/policy-rc.d; MADE_POLICY=1
  fi
  for p in keystone glance-common nova-common neutron-common cinder-common placement-common octavia-common; do
    echo "$p $p/configure_db boolean false"
  done | debconf-set-selections
  mkdir -p "$OST_STATE"
  aptget() { apt-get install -y --no-install-recommends -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold -o Dpkg::Options::=--force-unsafe-io "$@"; }
  aptget $missing > "$OST_STATE/apt.log" 2>&1 || { apt-get update -q >> "$OST_STATE/apt.log" 2>&1; aptget $missing >> "$OST_STATE/apt.log" 2>&1; } || { tail -20 "$OST_STATE/apt.log"; die "apt-get install"; }
  [ -n "$MADE_POLICY" ] && rm -f /usr/sbin/policy-rc.d
  say "packages installed"
fi
[ "${1:-}" = --install ] && exit 0

# ---- state and config -----------------------------------------------------
if [ "${OST_FRESH:-}" = 1 ]; then
  "$OST_HOME/down.sh" || die "down.sh"
  case "$OST_STATE" in /*/*) rm -rf "$OST_STATE" ;; *) die "odd OST_STATE" ;; esac
fi
mkdir -p "$OST_STATE" "$OST_LOG" "$OST_PID"
[ ${#DB_SOCK} -lt 100 ] || die "OST_STATE is too long a path for a socket: $DB_SOCK"
exec 9>"$OST_STATE/.lock"; flock -w 600 9 || die "another up.sh is running"
for f in "$OST_PID"/*; do [ -e "$f" ] && ! alive "$(basename "$f")" && rm -f "$f"; done   # stale
write_config

# ---- database, queue, cache -----------------------------------------------
SQL="mariadb --no-defaults -uroot -S $DB_SOCK"
if [ ! -d "$OST_STATE/mysql/mysql" ]; then
  mariadb-install-db --no-defaults --user=root --datadir="$OST_STATE/mysql" \
    --auth-root-authentication-method=normal --skip-test-db --skip-name-resolve \
    --innodb-flush-log-at-trx-commit=0 --innodb-doublewrite=0 > "$OST_LOG/mysql-install.log" 2>&1 || die "mariadb-install-db"
  say "database directory made"
fi
start mariadb mariadbd --no-defaults --user=root --datadir="$OST_STATE/mysql" \
  --socket="$DB_SOCK" --pid-file="$OST_STATE/mysql.pid" --skip-networking --skip-name-resolve \
  --innodb-buffer-pool-size=256M --innodb-flush-log-at-trx-commit=0 --innodb-doublewrite=0 \
  --sync-binlog=0 --skip-log-bin --max-connections=600 --performance-schema=OFF \
  --character-set-server=utf8mb3 --collation-server=utf8mb3_general_ci

export ERL_EPMD_ADDRESS=$OST_IP ERL_EPMD_PORT=$P_EPMD
mkdir -p "$OST_STATE/rabbit/home"
start epmd /usr/lib/erlang/bin/epmd -address "$OST_IP" -port "$P_EPMD"
: > "$OST_STATE/rabbit/enabled_plugins"; echo '[].' > "$OST_STATE/rabbit/enabled_plugins"
start rabbitmq env HOME="$OST_STATE/rabbit/home" RABBITMQ_NODENAME=ostest@localhost \
  RABBITMQ_MNESIA_BASE="$OST_STATE/rabbit" RABBITMQ_LOG_BASE="$OST_LOG" RABBITMQ_LOGS=- \
  RABBITMQ_CONFIG_FILE="$OST_STATE/rabbitmq" RABBITMQ_CONF_ENV_FILE=/dev/null \
  RABBITMQ_ENABLED_PLUGINS_FILE="$OST_STATE/rabbit/enabled_plugins" \
  RABBITMQ_GENERATED_CONFIG_DIR="$OST_STATE/rabbit/gen" RABBITMQ_ADVANCED_CONFIG_FILE=/dev/null \
  RABBITMQ_PID_FILE="$OST_STATE/rabbit/pid" RABBITMQ_DIST_PORT="$P_RABBIT_DIST" \
  RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none +S 2:2" \
  /usr/lib/rabbitmq/bin/rabbitmq-server
start memcached memcached -u root -l "$OST_IP" -p "$P_MEMCACHED" -U 0 -m 64 -t 1
wait_for 60 mariadb $SQL -e 'select 1' || die "see $OST_LOG/mariadb.log"
say "database up"

# ---- schemas --------------------------------------------------------------
DBS="keystone placement glance nova_api nova nova_cell0 neutron cinder"
BASE_DBS=$DBS; has octavia && DBS="$DBS octavia"
for d in $DBS; do echo "CREATE DATABASE IF NOT EXISTS $d;"; done | $SQL || die "create databases"
K="$OST_ETC"
step() { # NAME CMD...   run once; a stamp file remembers it
  local n=$1; shift; [ -e "$OST_STATE/done.$n" ] && return 0
  "$@" >> "$OST_LOG/step-$n.log" 2>&1 && touch "$OST_STATE/done.$n" && say "  $n done"
}
keys() { # what keystone-manage fernet_setup and credential_setup do, in 20 ms
  python3 - "$OST_STATE/fernet" "$OST_STATE/credential" <<'PY'
import base64, os, sys
for d in sys.argv[1:]:
    for n in '01':
        p = os.path.join(d, n)
        if not os.path.exists(p):
            with open(os.open(p, os.O_WRONLY | os.O_CREAT, 0o600), 'wb') as f:
                f.write(base64.urlsafe_b64encode(os.urandom(32)))
PY
}
s_keystone() { keystone-manage --config-file $K/keystone/keystone.conf db_sync &&
  keys &&
  keystone-manage --config-file $K/keystone/keystone.conf bootstrap --bootstrap-username admin \
    --bootstrap-password "$OST_PASSWORD" --bootstrap-project-name admin --bootstrap-role-name admin \
    --bootstrap-service-name keystone --bootstrap-region-id "$OST_REGION" \
    --bootstrap-public-url $KS --bootstrap-internal-url $KS --bootstrap-admin-url $KS; }
s_placement() { placement-manage --config-file $K/placement/placement.conf db sync; }
s_glance() { glance-manage --config-file $K/glance/glance-api.conf db_sync; }
s_cinder() { cinder-manage --config-file $K/cinder/cinder.conf db sync; }
s_neutron() { neutron-db-manage --config-file $K/neutron/neutron.conf --config-file $K/neutron/ml2.ini upgrade heads; }
NM="nova-manage --config-file $K/nova/nova.conf"
s_nova() { $NM api_db sync && $NM cell_v2 map_cell0 --database_connection "$(db nova_cell0)" &&
  $NM db sync && { $NM cell_v2 list_cells | grep -q cell1 || $NM cell_v2 create_cell --name cell1; }; }
s_octavia() { octavia-db-manage --config-file $K/octavia/octavia.conf upgrade head; }
golden_key() { dpkg-query -W -f '${Version}\n' python3-keystone python3-placement python3-glance python3-nova python3-neutron python3-cinder | cat - <(echo "$BASE_DBS $P_RABBIT $OST_PASSWORD $OST_REGION $P_KEYSTONE $P_NOVA $P_NEUTRON $P_CINDER $P_GLANCE $P_PLACEMENT $OST_EXTRAS $P_OCTAVIA $P_SWIFT") | sha256sum | cut -c1-16; }
GOLD="$OST_HOME/golden/$(golden_key).sql.gz"
# Of the freshly migrated and seeded databases, each before anything of its service runs.
wants_golden() { [ ! -s "$GOLD" ] && [ "${OST_NO_GOLDEN:-}" != 1 ]; }
keep() { # DATABASE...
  wants_golden || return 0
  mariadb-dump --no-defaults -uroot -S "$DB_SOCK" --skip-comments --single-transaction --databases "$@" > "$OST_STATE/dump.$1.sql"
}
keep_golden() {
  wants_golden || return 0
  mkdir -p "$OST_HOME/golden"
  cat "$OST_STATE"/dump.*.sql | sed "s#$DB_SOCK#@@DB_SOCK@@#g" | gzip -9 > "$GOLD.tmp" && mv "$GOLD.tmp" "$GOLD" && rm -f "$OST_STATE"/dump.*.sql
  say "kept a dump of the seeded databases: $(du -k "$GOLD" | cut -f1) KiB"
}
start_keystone() { start keystone env OS_KEYSTONE_CONFIG_DIR=$K/keystone $UW --http-socket $OST_IP:$P_KEYSTONE --processes 2 --threads 4 --wsgi-file /usr/bin/keystone-wsgi-public; }
await_keystone() { wait_for 60 keystone curl -sf -o /dev/null $KS || die "see $OST_LOG/keystone.log"; }
ID="identity${OST_EXTRAS:+-${OST_EXTRAS// /-}}"
seed_identity() { step "$ID" python3 "$OST_HOME/lib/seed.py" identity || { tail -3 "$OST_LOG/step-$ID.log"; die identity; }; }
has octavia && { . "$OST_HOME/lib/octavia.sh"; octavia_config; }
if [ ! -e "$OST_STATE/done.schemas" ]; then
  if [ -s "$GOLD" ] && [ "${OST_NO_GOLDEN:-}" != 1 ]; then
    say "loading database dump $(basename "$GOLD")"
    zcat "$GOLD" | sed "s#@@DB_SOCK@@#$DB_SOCK#g" | $SQL || die "loading $GOLD"
    keys
  else
    say "building schemas (slow path)"
    # Nova's take longest, and use one processor alone in the end: the others start meanwhile what they have the tables for.
    { step keystone s_keystone && start_keystone && await_keystone && seed_identity && keep keystone; } & j1=$!
    { step placement s_placement && keep placement && start_placement &&
      step cinder s_cinder && keep cinder && start_cinder && step glance s_glance && keep glance &&
      { ! has octavia || step octavia s_octavia; }; } & j2=$!
    { step nova s_nova && keep nova_api nova nova_cell0; } & j3=$!
    { step neutron s_neutron && keep neutron && start_neutron; } & j4=$!
    for j in $j1 $j2 $j3 $j4; do wait $j || die "schema step, see $OST_LOG/step-*.log"; done
    keep_golden
  fi
  touch "$OST_STATE/done.schemas"; say "schemas ready"
fi

has octavia && { step octavia s_octavia || die "see $OST_LOG/step-octavia.log"; }

# ---- services -------------------------------------------------------------
start_keystone
start_placement
has swift && { . "$OST_HOME/lib/swift.sh"; swift_start; }
wait_for 60 rabbitmq bash -c "exec 3<>/dev/tcp/$OST_IP/$P_RABBIT" || die "see $OST_LOG/rabbitmq.log"
await_keystone
say "keystone and rabbitmq up"
seed_identity
start glance env OS_GLANCE_CONFIG_DIR=$K/glance $UWQ --http-socket $OST_IP:$P_GLANCE --processes 1 --threads 4 --wsgi-file /usr/bin/glance-wsgi-api
start_region
has backup && start cinder-backup python3 -c "$(py cinder-backup cinder.cmd.backup main)" --config-file $K/cinder/cinder.conf
has octavia && octavia_start
wait_for 120 glance curl -s -o /dev/null http://$OST_IP:$P_GLANCE/ || die "see $OST_LOG/glance.log"
await_region
has octavia && { wait_for 120 octavia-api curl -s -o /dev/null http://$OST_IP:$P_OCTAVIA/ || die "see $OST_LOG/octavia-api.log"; }
has swift && await_swift
say "all APIs answer"
fill_region
[ "$OST_REGIONS" = 2 ] && { . "$OST_HOME/lib/second-region.sh"; second_region || exit 1; }
for f in "$OST_PID"/*; do alive "$(basename "$f")" || die "$(basename "$f") has died, see its log in $OST_LOG"; done
say "ready: $KS admin/$OST_PASSWORD (project admin, domain Default); . $OST_STATE/openrc"
