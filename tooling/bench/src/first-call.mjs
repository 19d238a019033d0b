// Imports a client and, told where a server is, makes one call. Ends.
const [, , clientFile = "", target] = process.argv;
const { create } = await import(`./${clientFile}`);
if (target !== undefined) await create(JSON.parse(target)).invoke();
process.stdout.write(String(process.memoryUsage().rss / 2 ** 20));
process.exit();
