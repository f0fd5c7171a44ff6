import CProcessShim
import Control
import Glibc
import ReaderLink
import Vocabulary

/// The checks of `diagnose` that need nobody at the door, made by a child of this program with the station's own rights: what
/// takes long keeps nobody waiting at the gate.
final class StationExamination {
    /// What came of it; nil where the child failed or took too long.
    typealias Finish = (PassedDescriptor?) -> Void

    /// A long ledger takes its time.
    static let allowance = Duration.seconds(60)
    /// More than all checks of a station with many gates.
    private static let mostBytes = 1 << 17

    /// When it is given up.
    let due: MonotonicTime
    /// Becomes readable when the child has ended.
    let descriptor: CInt
    private let memory: CInt
    private let finish: Finish

    /// Starts the child. Nil where the kernel has no memory, process or descriptor for it.
    init?(of file: String, executable: String, at now: MonotonicTime, finish: @escaping Finish) {
        memory = memory_of_fixed_size("checks", Self.mostBytes)
        guard memory >= 0 else { return nil }
        let arguments: [String] = [executable, "checks", "--config", file]
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        let child = process_start(executable, &words, memory)
        let handle = child < 0 ? child : process_descriptor(child)
        guard handle >= 0 else {
            close(memory)
            return nil
        }
        descriptor = handle
        due = now + Self.allowance
        self.finish = finish
    }

    deinit {
        close(descriptor)
        close(memory)
    }

    /// Whether it is over, and `finish` was called.
    func turn(at now: MonotonicTime) -> Bool {
        var end = process_end()
        if process_wait(descriptor, 0, &end) == 1 {
            finish(!end.by_signal && end.status == 0 ? PassedDescriptor(reading: memory) : nil)
            return true
        }
        guard now >= due else { return false }
        stop()
        finish(nil)
        return true
    }

    /// Ends the child.
    func stop() {
        var end = process_end()
        _ = process_kill(descriptor)
        _ = process_wait(descriptor, 100, &end)
    }
}
