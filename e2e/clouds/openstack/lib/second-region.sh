# A second region of the same cloud: one Keystone, Glance, database server, queue and cache serve both; Nova (with its own
# cell), Placement, Neutron and Cinder are its own, with a compute service. It has no load balancing, so that a region
# without a service can be looked at. Its tables hold every character of Unicode, as newer installations have it; those of the
# first region only the first plane, as older ones.
second_region() ( # a subshell: what is set below holds for this region alone
  export OST_REGION=$OST_REGION_2 OST_EXTRAS= OST_COMPUTES=$OST_COMPUTES_2 OST_PUBLIC_CIDR=198.51.100.0/24
  export P_PLACEMENT=$P_PLACEMENT_2 P_NOVA=$P_NOVA_2 P_NEUTRON=$P_NEUTRON_2 P_CINDER=$P_CINDER_2
  rabbit=$OST_STATE/rabbit
  export OST_STATE=$OST_STATE/region-2
  export OST_ETC=$OST_STATE/etc OST_LOG=$OST_STATE/log DB_SUFFIX=_two DB_CHARSET=utf8mb4 RABBIT_VHOST=two
  mkdir -p "$OST_STATE" "$OST_LOG"
  . "$OST_HOME/lib/config.sh"
  S=.two
  write_config
  step queue own_queue || die "see $OST_LOG/step-queue.log"
  step schemas own_schemas || { tail -3 "$OST_LOG/step-schemas.log"; die "schemas of $OST_REGION"; }
  step identity python3 "$OST_HOME/lib/seed.py" identity || { tail -3 "$OST_LOG/step-identity.log"; die identity; }
  start_placement
  start_region
  await_region
  fill_region
  say "$OST_REGION is up; . $OST_STATE/openrc"
)

own_queue() {
  local ctl="env HOME=$rabbit/home RABBITMQ_CONF_ENV_FILE=/dev/null RABBITMQ_CTL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}' /usr/lib/rabbitmq/bin/rabbitmqctl -n ostest@localhost"
  eval "$ctl add_vhost two" && eval "$ctl set_permissions -p two guest '.*' '.*' '.*'"
}

# From the dump of the freshly migrated databases, under other names.
own_schemas() {
  local sql="mariadb --no-defaults -uroot -S $DB_SOCK"
  [ -s "$GOLD" ] || { echo "no dump of the databases: bring the first region up once without OST_NO_GOLDEN"; return 1; }
  zcat "$GOLD" | awk '
    /^(CREATE DATABASE|USE) / {
      name = $0; sub(/^[^`]*`/, "", name); sub(/`.*/, "", name)
      inside = 1; isOwn = name ~ /^(placement|nova_api|nova|nova_cell0|neutron|cinder)$/
      sub("`" name "`", "`" name "_two`")
    }
    # Each database was dumped by itself, with settings of its own before and behind.
    !inside || isOwn || /^\/\*!40[0-9]+ SET /' |
    sed -e "s#@@DB_SOCK@@#$DB_SOCK#g" -e 's/utf8mb3/utf8mb4/g' -e "s/charset=utf8'/charset=utf8mb4'/g" \
      -e 's#@localhost/\(nova\|nova_cell0\)?#@localhost/\1_two?#g' -e "s#@$OST_IP:$P_RABBIT/#&two#g" | $sql
}
