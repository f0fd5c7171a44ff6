import ArgumentParser
import Camera
import Reader
import ReaderLink
import Vocabulary

/// The child that sees pixels. Only a controller starts it, with its end of the link.
struct ReaderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reader", abstract: "The child process that a controller starts.", shouldDisplay: false)

    func run() throws { throw ExitCode(runReader(link: ReaderProcess.childLink, open: Self.open)) }

    private static func open(
        _ source: SourceDescription, _ descriptors: [CInt], at now: MonotonicTime
    ) throws(CameraFault) -> any FrameSource { try source.open(descriptors, at: now) }
}
