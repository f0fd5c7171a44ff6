import ArgumentParser
import Camera
import Foundation
import Vocabulary

/// `scan-appliance scan`: what the scanner of a gate reads in files.
struct ScanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Scan the frames of files with the gate's own scanner.",
        discussion: """
            Takes y4m (mono and 4:2:0), PNG, JPEG and PGM, whatever their names. A y4m is one sequence; a still picture is \
            shown for some frames, as it would be held before the gate. Exits with 0 whatever is found, with 74 where a \
            file could not be read. With --verify each code is judged as `verify` does what it says, and by the same options.
            """)

    @Flag(help: "One JSON object a frame.")
    var json = false

    @Flag(help: "One ordinary zbar scan of each whole frame instead, still pictures shown once.")
    var plain = false

    @Flag(help: "Say of each code what it is worth.")
    var verify = false

    @OptionGroup var judging: JudgingOptions

    @Option(help: ArgumentHelp("For how many frames a still picture is shown.", valueName: "N"))
    var hold = 4

    @Argument(help: ArgumentHelp("What to scan.", valueName: "FILE"))
    var files: [String]

    func validate() throws {
        guard hold >= 1 else { throw ValidationError("--hold is a number of frames, 1 or more") }
    }

    func run() throws {
        var examiner: Examiner?
        if verify {
            do { examiner = try Examiner(judging) } catch { throw ExitCode.saying(error) }
        }
        var isWhole = true
        for file in files {
            do {
                try scan(file, judgedBy: &examiner)
            } catch let fault as CameraFault {
                isWhole = false
                fflush(nil)
                FileHandle.standardError.write(Data("scan-appliance: \(TerminalText.escaped(fault.what))\n".utf8))
            }
        }
        if !isWhole { throw ExitCode(EX_IOERR) }
    }

    /// One file is one sequence: each begins with a scanner that has seen nothing.
    private func scan(_ file: String, judgedBy examiner: inout Examiner?) throws {
        let sequence = try ImageSequence(descriptor: try open(file), name: file)
        let bench = ScanBench(plain: plain)
        let showings = sequence.isStill && !plain ? hold : 1
        var number = 0
        for showing in 0..<showings {
            if showing > 0 { try sequence.rewind() }
            while try sequence.next({ frame in
                let line = bench.scan(frame, source: file, number: number) { examiner?.answer($0) }
                print(json ? try line.json() : line.text)
            }) {
                number += 1
            }
        }
    }

    private func open(_ file: String) throws(CameraFault) -> CInt {
        // Not blocking: a pipe that nobody writes to is answered by what reads the file, not waited for.
        let descriptor = Glibc.open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let code = errno
            throw CameraFault(.failed, code: code, "\(file): cannot be opened: \(String(cString: strerror(code)))")
        }
        return descriptor
    }
}
