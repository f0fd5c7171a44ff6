/// Why a source is lost; in the journal once per cause.
public struct CameraFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// A state with a name.
    public enum Kind: UInt8, Sendable, CaseIterable {
        /// The device is gone (ENODEV, EINVAL on DQBUF after an unplug, POLLERR).
        case unplugged
        /// It streams, but no frame came for a second.
        case stalled
        /// Another program has it (EBUSY).
        case busy
        /// The driver failed (EIO and everything else).
        case failed
        /// What it delivers cannot be used: a format without luma, a file that is not what its name says.
        case unusable
        /// There is no such camera now.
        case absent
        /// The device is there, and nothing comes to its input (V4L2_IN_ST_NO_SIGNAL and its sisters).
        case noSignal
    }

    public var kind: Kind
    /// The errno behind it, 0 where there is none.
    public var code: CInt
    /// What failed and what to do, in one sentence of printable ASCII.
    public var what: String

    public init(_ kind: Kind, code: CInt = 0, _ what: String) {
        self.kind = kind
        self.code = code
        self.what = what
    }

    public var description: String { what }

    /// The name it goes by in the ledger.
    public var incident: Incident {
        switch kind {
        case .unplugged: .cameraUnplugged
        case .stalled: .cameraStalled
        case .busy: .cameraBusy
        case .failed: .cameraFailed
        case .unusable: .cameraUnusable
        case .absent: .cameraAbsent
        case .noSignal: .cameraNoSignal
        }
    }
}
