import CProcessShim
import Camera
import Glibc
import ReaderLink
import Vocabulary

/// Makes a source out of a description and the descriptors that came with it, which it takes over, also where it throws.
public typealias SourceOpener = (SourceDescription, [CInt], MonotonicTime) throws(CameraFault) -> any FrameSource

/// The main function of a reader, the child that `ReaderProcess` starts: locks itself in, then looks as it is told until
/// its link closes. Nothing of this process may have started a thread before.
///
/// Gives the exit code (sysexits.h): 0 when the link was closed, 64 where `link` is none, 70 when the controller talked
/// nonsense or the link failed, 77 when it could not lock itself in.
public func runReader(link: CInt, open: @escaping SourceOpener) -> CInt {
    guard link_is_end(link) == 1 else { return EX_USAGE }
    guard Walls.leaveAll(but: link) else { return EX_NOPERM }
    let packets = PacketLink(
        taking: link, lengthLimit: ReaderOrder.maximumLength, descriptorLimit: SourceDescription.maximumFiles)
    let loop = ReaderLoop(link: packets, open: open)
    do {
        loop.tell(.ready(try Walls.raise()))
    } catch {
        loop.tell(.refused(error.description))
        return EX_NOPERM
    }
    do {
        while true { try loop.turn() }
    } catch {
        return error == .closed ? EX_OK : EX_SOFTWARE
    }
}
