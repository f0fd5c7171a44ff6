import CProcessShim
import Glibc

/// One end of the link between controller and reader: whole packets, never waited for, with descriptors beside them.
public struct PacketLink: ~Copyable {
    /// Why a packet could not be sent or taken.
    public enum Fault: Error, Hashable, Sendable {
        /// The other end takes no more at the moment.
        case full
        /// The other end is closed; or it sent an empty packet, which looks the same.
        case closed
        /// The packet is longer than any of ours, or brings more descriptors.
        case oversized
        /// The system refused, with this errno.
        case failed(CInt)

        fileprivate init(_ result: Int) {
            switch CInt(-result) {
            case EAGAIN: self = .full
            case EPIPE, ECONNRESET: self = .closed
            case EMSGSIZE: self = .oversized
            case let code: self = .failed(code)
            }
        }
    }

    /// To poll.
    public let descriptor: CInt
    private let descriptorLimit: Int
    private var bytes: [UInt8]
    /// The descriptors of the packet that was received last; the caller's to close.
    public private(set) var descriptors: [CInt] = []

    /// Takes over `descriptor`, and receives packets of at most `lengthLimit` bytes and `descriptorLimit` descriptors.
    public init(taking descriptor: CInt, lengthLimit: Int, descriptorLimit: Int) {
        self.descriptor = descriptor
        self.descriptorLimit = descriptorLimit
        bytes = [UInt8](repeating: 0, count: lengthLimit)
    }

    deinit { close(descriptor) }

    /// Sends one packet whole or not at all. The other end gets copies of `descriptors`.
    public borrowing func send(_ packet: [UInt8], descriptors: [CInt] = []) throws(Fault) {
        let result = packet.withUnsafeBytes {
            link_send(descriptor, $0.baseAddress, $0.count, descriptors, CInt(descriptors.count))
        }
        if result < 0 { throw Fault(Int(result)) }
    }

    /// The next packet; nil where none waits.
    public mutating func receive() throws(Fault) -> ArraySlice<UInt8>? {
        var room = [CInt](repeating: -1, count: descriptorLimit)
        var count: CInt = 0
        let length = bytes.withUnsafeMutableBytes {
            link_receive(descriptor, $0.baseAddress, $0.count, &room, CInt(room.count), &count)
        }
        descriptors = Array(room.prefix(Int(count)))
        switch length {
        case Int(-EAGAIN): return nil
        case 0: throw .closed
        case ..<0: throw Fault(length)
        default: return bytes[..<length]
        }
    }
}
