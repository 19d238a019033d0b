// Imports a client, makes one call, ends.
const [, , clientFile = "", target = "{}"] = process.argv;
const { create } = await import(`./clients/${clientFile}`);
await create(JSON.parse(target)).invoke();
process.stdout.write(String(process.memoryUsage().rss / 2 ** 20));
process.exit();
