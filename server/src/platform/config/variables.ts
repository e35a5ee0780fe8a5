/** Every setting of the server, one entry each. `docs/configuration.md` is generated from this table. */
import { isAbsolute } from 'node:path'
import {
  addressRanges,
  choice,
  integer,
  type Kind,
  key256,
  path,
  pattern,
  url,
  variable,
} from './variable.ts'

/** Which PostgreSQL programs the supervisor runs when no DATABASE_URL is given. */
const binaries: Kind<string> = {
  allowed: {
    zh: 'packaged | system | 含有 initdb 与 postgres 的目录的绝对路径',
    en: 'packaged | system | the absolute path of a directory that holds initdb and postgres',
  },
  parse: (raw) =>
    raw === 'packaged' || raw === 'system' || isAbsolute(raw)
      ? { value: raw }
      : {
          refusal: {
            zh: '既不是这两个词也不是绝对路径',
            en: 'neither of the two words nor an absolute path',
          },
        },
}

export const variables = {
  mode: variable({
    name: 'YUNHENG_MODE',
    kind: choice(['evaluation', 'production']),
    fallback: 'evaluation',
    title: {
      zh: '运行方式。production 要求对外网址为 https，且从不自行装入示例数据',
      en: 'How it runs. production demands an https public URL and never loads sample data by itself',
    },
  }),
  host: variable({
    name: 'YUNHENG_HOST',
    kind: pattern(/^[A-Za-z0-9_.:-]{1,253}$/, {
      zh: '本机地址或主机名',
      en: 'an address or name of this host',
    }),
    fallback: '127.0.0.1',
    title: {
      zh: '监听的地址。容器内或不经反向代理时设为 0.0.0.0',
      en: 'Address to listen on. Use 0.0.0.0 in a container or without a reverse proxy',
    },
  }),
  port: variable({
    name: 'YUNHENG_PORT',
    kind: integer(0, 65_535),
    fallback: 8080,
    title: { zh: '监听的端口，0 表示任选一个空闲端口', en: 'Port to listen on; 0 takes any free one' },
  }),
  publicUrl: variable({
    name: 'YUNHENG_PUBLIC_URL',
    kind: url(['http', 'https'], 'https://cloud.example.gov.cn'),
    fallback: null,
    title: {
      zh: '用户看到的网址，用于链接、安全 Cookie 与来源校验',
      en: 'The address people see: used in links, for secure cookies and to check origins',
    },
  }),
  trustedProxies: variable({
    name: 'YUNHENG_TRUSTED_PROXIES',
    kind: addressRanges,
    fallback: [] as readonly string[],
    fallbackText: '',
    title: {
      zh: '可信反向代理。仅采信来自这些地址的 X-Forwarded-* 头',
      en: 'Trusted reverse proxies. X-Forwarded-* is believed from these addresses only',
    },
  }),
  clientCaFile: variable({
    name: 'YUNHENG_CLIENT_CA_FILE',
    kind: path,
    fallback: null,
    title: {
      zh: '证书登录：采信的根证书与中间证书（PEM）。不设则不提供证书登录；须同时设 YUNHENG_TRUSTED_PROXIES',
      en: 'Sign-in by certificate: roots and intermediates that are believed (PEM). Without it there is none; it needs YUNHENG_TRUSTED_PROXIES',
    },
  }),
  clientCrlFile: variable({
    name: 'YUNHENG_CLIENT_CRL_FILE',
    kind: path,
    fallback: null,
    title: {
      zh: '证书登录：各签发者的吊销列表（PEM）。设了即必查，列表缺失或过期时拒绝；文件更新后自动重读',
      en: 'Sign-in by certificate: revocation lists of every issuer (PEM). Once set they are asked, and nobody enters when one is missing or out of date; read again when the file changes',
    },
  }),
  clientCertificateHeader: variable({
    name: 'YUNHENG_CLIENT_CERTIFICATE_HEADER',
    kind: pattern(/^[A-Za-z][A-Za-z0-9-]{0,63}$/, { zh: 'HTTP 头的名称', en: 'the name of an HTTP header' }),
    fallback: 'X-Client-Certificate',
    title: {
      zh: '证书登录：反向代理用哪个头传来客户端证书。只采信可信反向代理',
      en: 'Sign-in by certificate: the header in which the reverse proxy hands on the client’s certificate. Believed from trusted proxies only',
    },
  }),
  dataDir: variable({
    name: 'YUNHENG_DATA_DIR',
    kind: path,
    fallback: null,
    fallbackText: './data',
    title: {
      zh: '数据目录：内嵌数据库、文件与密钥',
      en: 'Data directory: the embedded database, files and keys',
    },
  }),
  exportDir: variable({
    name: 'YUNHENG_EXPORT_DIR',
    kind: path,
    fallback: null,
    fallbackText: '<YUNHENG_DATA_DIR>/exports',
    title: {
      zh: '导出文件存放的目录。API 与后台作业分开运行，或有多个进程时，须为各进程共用的目录',
      en: 'Directory of exported files. Where API and background work run apart, or several processes do, it must be one that they share',
    },
  }),
  databaseUrl: variable({
    name: 'DATABASE_URL',
    kind: url(['postgresql', 'postgres'], 'postgresql://yunheng:secret@db.example:5432/yunheng'),
    fallback: null,
    secret: true,
    title: {
      zh: '外部 PostgreSQL（15 或更高）。不设则在数据目录下运行内嵌的 PostgreSQL',
      en: 'An external PostgreSQL (15 or above). Without it an embedded one runs in the data directory',
    },
  }),
  databasePool: variable({
    name: 'YUNHENG_DATABASE_POOL',
    kind: integer(2, 500),
    fallback: 20,
    title: { zh: '每个进程的数据库连接上限', en: 'Most database connections of one process' },
  }),
  postgres: variable({
    name: 'YUNHENG_POSTGRES',
    kind: binaries,
    fallback: 'packaged',
    title: {
      zh: '内嵌数据库用哪一套程序：随依赖安装的，或系统安装的（15 或更高）',
      en: 'Programs of the embedded database: those installed as a dependency, or the system’s (15 or above)',
    },
  }),
  postgresUser: variable({
    name: 'YUNHENG_POSTGRES_USER',
    kind: pattern(/^[a-z_][a-z0-9_-]{0,31}$/, { zh: '系统用户名', en: 'the name of a system user' }),
    fallback: null,
    title: {
      zh: '以 root 启动时，内嵌数据库所用的非特权用户。不设则用 postgres，没有时新建 yunheng',
      en: 'When started as root: the unprivileged user of the embedded database. Without it postgres, else yunheng is created',
    },
  }),
  workerConcurrency: variable({
    name: 'YUNHENG_WORKER_CONCURRENCY',
    kind: integer(1, 200),
    fallback: 10,
    title: { zh: '每个进程同时执行的后台作业数', en: 'Background jobs that one process runs at a time' },
  }),
  scanFullMinutes: variable({
    name: 'YUNHENG_SCAN_FULL_MINUTES',
    kind: integer(5, 10_080),
    fallback: 360,
    title: {
      zh: '每个云平台全量盘点的间隔（分钟）；超过一倍半仍未完整盘点，其数据标为已旧',
      en: 'Minutes between full scans of a cloud; half as much again without a complete one and its data is called old',
    },
  }),
  scanIncrementalMinutes: variable({
    name: 'YUNHENG_SCAN_INCREMENTAL_MINUTES',
    kind: integer(1, 1_440),
    fallback: 10,
    title: {
      zh: '增量盘点的间隔（分钟），用于能告知变化的云平台',
      en: 'Minutes between incremental scans of clouds that can tell what has changed',
    },
  }),
  measureMinutes: variable({
    name: 'YUNHENG_MEASURE_MINUTES',
    kind: integer(5, 60),
    fallback: 5,
    title: {
      zh: '向云平台询问云主机使用率的间隔（分钟）',
      en: 'Minutes between looks at what the servers of a cloud use',
    },
  }),
  cloudNetworks: variable({
    name: 'YUNHENG_CLOUD_NETWORKS',
    kind: addressRanges,
    fallback: [] as readonly string[],
    fallbackText: '',
    title: {
      zh: '放行的云平台网段。默认不连接回环、链路本地与元数据、未指定、组播地址及平台自身的地址，云平台确在其中时在此列出',
      en: 'Networks that clouds may stand in although refused by default: loopback, link-local and metadata, unspecified, multicast, and the platform’s own addresses',
    },
  }),
  secretKey: variable({
    name: 'YUNHENG_SECRET_KEY',
    kind: key256,
    fallback: null,
    secret: true,
    title: {
      zh: '加密所存凭据的主密钥。与 YUNHENG_SECRET_KEY_FILE 二选一',
      en: 'Master key that encrypts stored credentials. Either this or YUNHENG_SECRET_KEY_FILE',
    },
  }),
  secretKeyFile: variable({
    name: 'YUNHENG_SECRET_KEY_FILE',
    kind: path,
    fallback: null,
    title: {
      zh: '主密钥所在文件。两者都不设时在数据目录内生成 secret.key',
      en: 'File that holds the master key. With neither, secret.key is made in the data directory',
    },
  }),
  sampleData: variable({
    name: 'YUNHENG_SAMPLE_DATA',
    kind: choice(['auto', 'never']),
    fallback: 'auto',
    title: {
      zh: 'auto：评估方式下首次启动的空库装入示例数据；never：从不',
      en: 'auto: the first start in evaluation mode fills the empty database with sample data; never: it does not',
    },
  }),
  logLevel: variable({
    name: 'YUNHENG_LOG_LEVEL',
    kind: choice(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    fallback: 'info',
    title: { zh: '日志级别', en: 'Level of the log' },
  }),
  logFormat: variable({
    name: 'YUNHENG_LOG_FORMAT',
    kind: choice(['auto', 'json', 'text']),
    fallback: 'auto',
    title: {
      zh: '日志格式（写到标准错误）。auto：终端上为文本，否则为 JSON',
      en: 'Form of the log (on standard error). auto: text on a terminal, JSON otherwise',
    },
  }),
  otlpEndpoint: variable({
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    kind: url(['http', 'https'], 'http://collector.example:4318'),
    fallback: null,
    title: {
      zh: 'OpenTelemetry 采集端。不设则不加载；其余 OTEL_* 变量按其标准生效',
      en: 'OpenTelemetry collector. Nothing is loaded without it; other OTEL_* variables act as their standard says',
    },
  }),
  serviceName: variable({
    name: 'OTEL_SERVICE_NAME',
    kind: pattern(/^[\w.-]{1,100}$/, { zh: '字母、数字与 . _ -', en: 'letters, digits and . _ -' }),
    fallback: 'yunheng',
    title: { zh: '本进程在链路追踪中的名称', en: 'Name of this process in traces' },
  }),
  shutdownSeconds: variable({
    name: 'YUNHENG_SHUTDOWN_SECONDS',
    kind: integer(1, 600),
    fallback: 25,
    title: {
      zh: '收到 SIGTERM 后等待在途请求与作业完成的上限',
      en: 'How long SIGTERM waits for requests and jobs in flight',
    },
  }),
} as const
