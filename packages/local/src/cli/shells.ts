/** How each shell sets a variable. */
export const shells = {
  sh: (name: string, value: string): string => `export ${name}='${value.replaceAll("'", `'\\''`)}'`,
  fish: (name: string, value: string): string => `set -gx ${name} '${value.replace(/['\\]/g, "\\$&")}'`,
  powershell: (name: string, value: string): string => `$env:${name} = '${value.replaceAll("'", "''")}'`,
  dotenv: (name: string, value: string): string => `${name}="${value.replace(/["\\$`]/g, "\\$&")}"`,
} as const;

/** A shell by its name. */
export type Shell = keyof typeof shells;

/** The lines that set variables in a shell. */
export function toShellLines(variables: Readonly<Record<string, string>>, shell: Shell): string[] {
  return Object.entries(variables).map(([name, value]) => shells[shell](name, value));
}
