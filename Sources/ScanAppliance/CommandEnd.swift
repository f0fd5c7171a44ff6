import ArgumentParser
import Console
import Control
import Credentials
import Foundation
import Ledger
import Station

extension ExitCode {
    /// What was asked for makes no sense (EX_USAGE of sysexits).
    static let usage = ExitCode(64)
    /// A file cannot be read or written (EX_IOERR).
    static let inputOutput = ExitCode(74)
    /// A key, a trust folder or a configuration is faulty (EX_CONFIG).
    static let configuration = ExitCode(78)
    /// What is needed is not there now (EX_UNAVAILABLE).
    static let unavailable = ExitCode(69)
    /// It is not allowed (EX_NOPERM).
    static let permission = ExitCode(77)
    /// A check found something, or a station said no.
    static let found = ExitCode(1)

    /// Says on standard error what is wrong, for whichever error of the house it is; to be thrown.
    static func saying(_ error: any Error) -> ExitCode {
        // It was said already.
        if let code = error as? ExitCode { return code }
        let code: ExitCode =
            switch error {
            case is ConfigurationFault, is TrustFault, is SettingsFault, is SiteFault, is SiteBundleFault, is KeyFault,
                is CameraSourceFault:
                .configuration
            case let fault as StationFault: ExitCode(fault.exitCode)
            case let fault as LedgerFault: ExitCode(fault.exitCode)
            case let fault as TokenFault: ExitCode(fault.exitCode)
            case ControlClientFault.refused(ControlRefusal.notAllowed.rawValue, _): .permission
            case ControlClientFault.refused: .found
            case is ControlClientFault, is ConsoleFault: .unavailable
            default: .inputOutput
            }
        return code.saying("\(error)")
    }

    /// Says on standard error what is wrong; to be thrown.
    func saying(_ problem: some CustomStringConvertible) -> ExitCode {
        Output.note(Data("\(problem)\n".utf8))
        return self
    }
}

extension Error {
    /// What the system says of a file that Foundation could not read or write, in the words of all other commands.
    var systemWords: String {
        let cause = (self as NSError).userInfo[NSUnderlyingErrorKey] as? any Error
        guard let cause = cause.map({ $0 as NSError }), cause.domain == NSPOSIXErrorDomain else {
            return localizedDescription
        }
        return String(cString: strerror(CInt(cause.code)))
    }
}

/// Where what a command makes goes.
enum Output {
    /// Says something beside it, on standard error. Where nobody reads that any more, nobody hears it: FileHandle's other way
    /// to write ends the program then.
    static func note(_ bytes: Data) { try? FileHandle.standardError.write(contentsOf: bytes) }

    /// A line of JSON.
    static func json(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value) + [10]
    }

    /// To a file, or to standard output where none is named.
    static func write(_ bytes: some Sequence<UInt8>, to file: String? = nil) throws {
        do {
            guard let file else { return try FileHandle.standardOutput.write(contentsOf: Data(bytes)) }
            try Data(bytes).write(to: URL(fileURLWithPath: file))
        } catch {
            throw ExitCode.inputOutput.saying(
                "\(file ?? "standard output"): cannot be written: \(error.systemWords)")
        }
    }
}
