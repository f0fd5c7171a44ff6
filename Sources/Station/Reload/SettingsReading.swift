import CProcessShim
import Foundation
import Synchronization
import Vocabulary

/// Reads a station's settings on a thread of its own: a long list of revocations keeps nobody waiting at the gate.
final class SettingsReading: Sendable {
    /// What came of it.
    struct Outcome: Sendable {
        var settings: Result<StationSettings, SettingsFault>
        /// A site bundle in place that is at fault, where the settings are right without it.
        var refused: (bundle: UInt64, fault: SettingsFault)?
    }

    /// Becomes readable when there is an outcome.
    let descriptor: CInt
    private let outcome = Mutex<Outcome?>(nil)

    /// Begins to read what the configuration in `file` says. Nil where the kernel gives no descriptor.
    init?(file: String) {
        descriptor = eventfd(0, CInt(EFD_CLOEXEC | EFD_NONBLOCK))
        guard descriptor >= 0 else { return nil }
        Thread.detachNewThread {
            let read = Self.read(file)
            self.outcome.withLock { $0 = read }
            eventfd_write(self.descriptor, 1)
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Nil while it goes on.
    func result() -> Outcome? { outcome.withLock { $0 } }

    /// Reads now. A bundle that was put in place since the last one was taken is passed over where it is the only fault.
    static func read(_ file: String) -> Outcome {
        do throws(SettingsFault) {
            return Outcome(settings: .success(try StationSettings(file: file)))
        } catch let fault {
            guard let bundle = newestBundle(file),
                let settings = try? StationSettings(file: file, without: bundle)
            else { return Outcome(settings: .failure(fault)) }
            return Outcome(settings: .success(settings), refused: (bundle, fault))
        }
    }

    /// The bundle in place that was not taken yet, if there is one.
    private static func newestBundle(_ file: String) -> UInt64? {
        guard let folder = try? Configuration(file: file).stateFolder else { return nil }
        let store = SiteStore(stateFolder: folder)
        guard let newest = store.versions.last, let taken = try? store.taken(), newest > taken else { return nil }
        return newest
    }
}
