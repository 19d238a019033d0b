const colour = process.stdout.isTTY && !process.env["NO_COLOR"];
const paint = (code: number) => (text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);

export const bold: (text: string) => string = paint(1);
export const dim: (text: string) => string = paint(2);
export const green: (text: string) => string = paint(32);
export const red: (text: string) => string = paint(31);
export const cyan: (text: string) => string = paint(36);

export function say(line = ""): void {
  process.stdout.write(`${line}\n`);
}

export function heading(text: string): void {
  say(`\n${bold(text)}`);
}
