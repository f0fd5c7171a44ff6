import CAttempts
import CProcessShim
import Glibc
import Reader
import ReaderLink

// A child for tests: the real reader over drawn sources, readers that misbehave, and each wall alone.
let words = CommandLine.arguments.dropFirst()
switch words.first {
case "read":
    exit(runReader(link: ReaderProcess.childLink, open: openProbeSource))
case "walls":
    exit(tryWalls(Array(words.dropFirst())))
case "allocations":
    exit(countAllocations())
case let manner?:
    exit(misbehave(manner))
case nil:
    exit(EX_USAGE)
}
