import CProcessShim
import Glibc
import ReaderLink

/// Has a locked-in reader look at a code for a hundred frames after it is warm, and prints what they allocated. To be
/// asked of a release build: an unoptimised one puts closures and small arrays on the heap.
func countAllocations() -> CInt {
    do {
        let reader = try ReaderProcess.start(executable: "/proc/self/exe", arguments: ["read"])
        try reader.send(.look(.replay(names: ["allocations"], isLooped: false, isPaced: true)), descriptors: [0])
        while true {
            if case .camera(.lost(let fault)) = try reader.receive() {
                print("100 frames with a code in view: \(fault.what)")
                return fault.what == "0 allocations" ? EX_OK : 1
            }
            _ = link_wait(reader.link, -1, 100_000_000)
        }
    } catch {
        print(error)
        return EX_SOFTWARE
    }
}
