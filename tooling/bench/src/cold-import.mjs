// Imports what it is told to, and says what it weighs.
for (const module of process.argv.slice(2)) await import(module);
process.stdout.write(String(process.memoryUsage().rss / 2 ** 20));
