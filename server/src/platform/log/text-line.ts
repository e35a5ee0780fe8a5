/** A JSON log line as a person at a terminal wants to read it: time, level, message, then the rest as key=value. */

const shown = (value: unknown): string =>
  typeof value === 'string' && !/[\s"=]/.test(value) ? value : JSON.stringify(value)

export function textLine(line: string): string {
  const { time, level, msg, err, ...rest } = JSON.parse(line) as Record<string, unknown>
  const clock = String(time).slice(11, 19)
  const pairs = Object.entries(rest).map(([key, value]) => `${key}=${shown(value)}`)
  const stack = (err as { stack?: string } | undefined)?.stack
  const head = [clock, String(level).toUpperCase().padEnd(5), msg, ...pairs].filter(Boolean).join(' ')
  return stack ? `${head}\n${stack}\n` : `${head}\n`
}
