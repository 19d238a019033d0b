// Loaded by `import()` when the first documents come out: LangChain's entry for this small class loads its runnables and
// its tracing too, 326 KiB, while the class that a compressor extends is alone in its module.
export { Document } from "@langchain/core/documents";
