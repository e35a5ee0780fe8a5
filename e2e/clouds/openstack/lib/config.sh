# Writes every config file into $OST_ETC. Nothing under /etc is read.
db() { echo "mysql+pymysql://root@localhost/$1${DB_SUFFIX:-}?unix_socket=$DB_SOCK&charset=${DB_CHARSET:-utf8}"; }
RABBIT_URL="rabbit://guest:guest@$OST_IP:$P_RABBIT/${RABBIT_VHOST:-}"
KS="http://$OST_IP:$P_KEYSTONE/v3"
auth() { cat <<X
auth_type = password
auth_url = $KS
username = $1
password = $OST_PASSWORD
project_name = service
user_domain_name = Default
project_domain_name = Default
region_name = $OST_REGION
X
}
authtoken() { cat <<X
[keystone_authtoken]
www_authenticate_uri = $KS
memcached_servers = $OST_IP:$P_MEMCACHED
service_token_roles = service
service_token_roles_required = true
$(auth "$1")
X
}
service_user() { printf '[service_user]\nsend_service_user_token = true\n'; auth "$1"; }
common() { # SERVICE
cat <<X
debug = false
transport_url = $RABBIT_URL
state_path = $OST_STATE/$1
default_log_levels = oslo_messaging.rpc.client=ERROR,sqlalchemy=WARN,oslo.messaging=WARN,oslo_messaging=WARN,amqp=WARN,urllib3.connectionpool=WARN,keystonemiddleware=WARN,neutron.pecan_wsgi=WARN
X
}
oslo() { cat <<X
[oslo_concurrency]
lock_path = $OST_STATE/lock/$1
[oslo_messaging_rabbit]
heartbeat_timeout_threshold = 0
[oslo_messaging_notifications]
driver = noop
[oslo_middleware]
enable_proxy_headers_parsing = true
X
}
DBPOOL='max_pool_size = 10
max_overflow = 20
connection_recycle_time = 600'

write_config() {
mkdir -p "$OST_ETC"/{keystone,placement,glance,nova,neutron,cinder,octavia,swift} "$OST_STATE"/{nova,neutron,cinder/volumes,cinder/conversion,cinder/backup,glance/{images,staging,tasks},fernet,credential,lock/{nova,neutron,cinder,glance,octavia}}
chmod 700 "$OST_STATE/fernet" "$OST_STATE/credential"

cat > "$OST_ETC/keystone/keystone.conf" <<X
[DEFAULT]
$(common keystone)
[database]
connection = $(db keystone)
$DBPOOL
[token]
provider = fernet
expiration = 43200
[fernet_tokens]
key_repository = $OST_STATE/fernet
[fernet_receipts]
key_repository = $OST_STATE/fernet
[credential]
key_repository = $OST_STATE/credential
[identity]
password_hash_rounds = 4
[cache]
enabled = true
backend = dogpile.cache.pymemcache
memcache_servers = $OST_IP:$P_MEMCACHED
$(oslo keystone)
X
cat > "$OST_ETC/placement/placement.conf" <<X
[DEFAULT]
debug = false
[placement_database]
connection = $(db placement)
$DBPOOL
[api]
auth_strategy = keystone
$(authtoken placement)
X
cp /usr/share/glance-common/glance-api-paste.ini "$OST_ETC/glance/"
cp -r /etc/glance/metadefs /etc/glance/schema-image.json "$OST_ETC/glance/" 2>/dev/null || true
cat > "$OST_ETC/glance/glance-api.conf" <<X
[DEFAULT]
$(common glance)
enabled_backends = file:file
bind_host = $OST_IP
bind_port = $P_GLANCE
show_image_direct_url = false
[database]
connection = $(db glance)
$DBPOOL
[paste_deploy]
flavor = keystone
config_file = $OST_ETC/glance/glance-api-paste.ini
[glance_store]
default_backend = file
[file]
filesystem_store_datadir = $OST_STATE/glance/images
[os_glance_staging_store]
filesystem_store_datadir = $OST_STATE/glance/staging
[os_glance_tasks_store]
filesystem_store_datadir = $OST_STATE/glance/tasks
$(authtoken glance)
$(oslo glance)
X
cp /usr/share/nova-common/api-paste.ini "$OST_ETC/nova/"
cat > "$OST_ETC/nova/nova.conf" <<X
[DEFAULT]
$(common nova)
my_ip = $OST_IP
compute_driver = nova_driver.Driver
instances_path = $OST_STATE/nova/instances
osapi_compute_listen = $OST_IP
enabled_apis = osapi_compute
allow_resize_to_same_host = true
# a service counts as up at once and a dead one is noticed in 30 s
report_interval = 5
service_down_time = 30
update_resources_interval = 20
sync_power_state_interval = -1
heal_instance_info_cache_interval = -1
bandwidth_poll_interval = -1
volume_usage_poll_interval = 0
vif_plugging_is_fatal = false
vif_plugging_timeout = 5
max_concurrent_builds = 20
# default 60: a random delay before the first periodic task, so the scheduler
# would discover new hosts up to a minute late
periodic_fuzzy_delay = 0
# the default 16/1.5/1.0 ratios: placement inventories follow these
[api]
auth_strategy = keystone
[wsgi]
api_paste_config = $OST_ETC/nova/api-paste.ini
[api_database]
connection = $(db nova_api)
$DBPOOL
[database]
connection = $(db nova)
$DBPOOL
[conductor]
workers = 1
[scheduler]
workers = 1
discover_hosts_in_cells_interval = 2
[filter_scheduler]
enabled_filters = AvailabilityZoneFilter,ComputeFilter,ComputeCapabilitiesFilter,ImagePropertiesFilter,ServerGroupAntiAffinityFilter,ServerGroupAffinityFilter,AggregateInstanceExtraSpecsFilter
shuffle_best_same_weighed_hosts = true
# default 1000000: a host with one failed boot gets no more servers while any
# other host fits
build_failure_weight_multiplier = 0
[notifications]
notify_on_state_change = vm_and_task_state
[vnc]
enabled = true
server_listen = $OST_IP
server_proxyclient_address = $OST_IP
novncproxy_base_url = http://$OST_IP:6080/vnc_auto.html
[glance]
region_name = $OST_REGION
valid_interfaces = public
[placement]
valid_interfaces = public
$(auth placement)
[neutron]
valid_interfaces = public
$(auth neutron)
[cinder]
os_region_name = $OST_REGION
catalog_info = volumev3:cinderv3:publicURL
$(auth cinder)
$(service_user nova)
$(authtoken nova)
$(oslo nova)
X
cp /usr/share/neutron-common/api-paste.ini "$OST_ETC/neutron/"
cat > "$OST_ETC/neutron/neutron.conf" <<X
[DEFAULT]
$(common neutron)
bind_host = $OST_IP
bind_port = $P_NEUTRON
api_paste_config = $OST_ETC/neutron/api-paste.ini
auth_strategy = keystone
core_plugin = ml2
service_plugins = router,qos,port_forwarding,metering,network_ip_availability,auto_allocate
api_workers = 2
rpc_workers = 1
rpc_state_report_workers = 0
dhcp_agent_notification = false
notify_nova_on_port_status_changes = true
notify_nova_on_port_data_changes = true
global_physnet_mtu = 1500
pagination_max_limit = -1
[database]
connection = $(db neutron)
$DBPOOL
[nova]
$(auth nova)
[placement]
$(auth placement)
$(authtoken neutron)
$(oslo neutron)
X
cat > "$OST_ETC/neutron/ml2.ini" <<X
[ml2]
type_drivers = flat,vlan,vxlan,geneve,local
tenant_network_types = vxlan
mechanism_drivers = ostest
extension_drivers = port_security,qos
[ml2_type_flat]
flat_networks = *
[ml2_type_vlan]
network_vlan_ranges = physnet1:100:199
[ml2_type_vxlan]
vni_ranges = 1:2000
[ml2_type_geneve]
vni_ranges = 2001:2100
[securitygroup]
enable_security_group = true
X
cp /usr/share/cinder-common/api-paste.ini "$OST_ETC/cinder/"
cp /etc/cinder/resource_filters.json "$OST_ETC/cinder/" 2>/dev/null || true
cat > "$OST_ETC/cinder/cinder.conf" <<X
[DEFAULT]
$(common cinder)
my_ip = $OST_IP
host = volume-1
auth_strategy = keystone
api_paste_config = $OST_ETC/cinder/api-paste.ini
resource_query_filters_file = $OST_ETC/cinder/resource_filters.json
osapi_volume_listen = $OST_IP
osapi_volume_listen_port = $P_CINDER
osapi_volume_workers = 1
glance_api_servers = http://$OST_IP:$P_GLANCE
enabled_backends = file
default_volume_type = standard
image_conversion_dir = $OST_STATE/cinder/conversion
report_interval = 5
service_down_time = 30
backup_driver = cinder.backup.drivers.posix.PosixBackupDriver
backup_posix_path = $OST_STATE/cinder/backup
[file]
volume_driver = ostest.cinder_file.FileDriver
volume_backend_name = file
ostest_dir = $OST_STATE/cinder/volumes
[database]
connection = $(db cinder)
$DBPOOL
[nova]
interface = public
$(auth nova)
$(service_user cinder)
$(authtoken cinder)
$(oslo cinder)
X
cat > "$OST_STATE/rabbitmq.conf" <<X
listeners.tcp.1 = $OST_IP:$P_RABBIT
loopback_users.guest = true
vm_memory_high_watermark.absolute = 1GB
disk_free_limit.absolute = 50MB
log.file = false
log.console = true
log.console.level = warning
X
cat > "$OST_STATE/openrc" <<X
export OS_AUTH_URL=$KS OS_USERNAME=admin OS_PASSWORD=$OST_PASSWORD OS_PROJECT_NAME=admin
export OS_USER_DOMAIN_NAME=Default OS_PROJECT_DOMAIN_NAME=Default OS_REGION_NAME=$OST_REGION
export OS_IDENTITY_API_VERSION=3 OS_INTERFACE=public
X
}
