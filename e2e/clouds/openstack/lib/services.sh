# The services that every region has for itself. S is what their names end in: nothing for those of the first region.
S=
UW="uwsgi --plugin python3 --master --lazy-apps --need-app --enable-threads --die-on-term --no-orphans --thunder-lock --buffer-size 65535 --listen 128 --add-header Connection:close"
UWQ="$UW --disable-logging"
py() { printf 'import sys; sys.argv[0]="%s"; from %s import %s as m; sys.exit(m())' "$1" "$2" "$3"; }

start_placement() {
  start placement$S env OS_PLACEMENT_CONFIG_DIR=$OST_ETC/placement $UWQ --http-socket $OST_IP:$P_PLACEMENT --processes 1 --threads 8 --wsgi-file /usr/bin/placement-api
}

start_neutron() {
  start neutron$S neutron-server --config-file $OST_ETC/neutron/neutron.conf --config-file $OST_ETC/neutron/ml2.ini
}

start_cinder() {
  local CC="--config-file $OST_ETC/cinder/cinder.conf"
  start cinder-api$S $UWQ --http-socket $OST_IP:$P_CINDER --processes 1 --threads 4 --wsgi-file /usr/bin/cinder-wsgi --pyargv "$CC"
  start cinder-scheduler$S python3 -c "$(py cinder-scheduler cinder.cmd.scheduler main)" $CC
  start cinder-volume$S python3 -c "$(py cinder-volume cinder.cmd.volume main)" $CC
}

start_region() {
  local h K=$OST_ETC
  local NC="--config-file $K/nova/nova.conf"
  start_neutron
  start nova-conductor$S python3 -c "$(py nova-conductor nova.cmd.conductor main)" $NC
  start nova-api$S env OS_NOVA_CONFIG_DIR=$K/nova $UWQ --http-socket $OST_IP:$P_NOVA --processes 2 --wsgi-file /usr/bin/nova-api-wsgi
  start nova-scheduler$S python3 -c "$(py nova-scheduler nova.cmd.scheduler main)" $NC
  start_cinder
  # nova-compute must not see database sections: it goes through the conductor
  sed '/^\[api_database\]/,/^\[conductor\]/{/^\[conductor\]/!d}' $K/nova/nova.conf > $K/nova/nova-compute.conf
  OST_SINCE=0; for h in $OST_COMPUTES; do alive nova-compute.$h$S || OST_SINCE=$(date +%s); done; export OST_SINCE
  for h in $OST_COMPUTES; do
    printf '[DEFAULT]\nhost = %s\n' "$h" > $K/nova/$h.conf
    # nova only loads virt drivers from the package nova.virt: lengthen its path
    start nova-compute.$h$S python3 -c "import nova.cmd, nova.virt, ostest; nova.virt.__path__.append(ostest.__path__[0]); $(py nova-compute nova.cmd.compute main)" --config-file $K/nova/nova-compute.conf --config-file $K/nova/$h.conf
  done
}

await_region() {
  local one
  for one in "placement $P_PLACEMENT" "nova-api $P_NOVA" "neutron $P_NEUTRON" "cinder-api $P_CINDER"; do
    set -- $one; wait_for 120 $1$S curl -s -o /dev/null http://$OST_IP:$2/ || die "see $OST_LOG/$1$S.log"
  done
}

fill_region() {
  python3 "$OST_HOME/lib/seed.py" hosts >> "$OST_LOG/step-hosts.log" 2>&1 || { tail -3 "$OST_LOG/step-hosts.log"; die "computes"; }
  say "computes up: $OST_COMPUTES"
  step defaults python3 "$OST_HOME/lib/seed.py" defaults || { tail -3 "$OST_LOG/step-defaults.log"; die defaults; }
}
