import Control
import Credentials
import Glibc

/// The file of a station's tokens.
public struct TokenFile: Sendable {
    private let folder: String
    private var path: String { "\(folder)/\(TokenList.fileName)" }

    /// Hundreds of tokens; a station has a handful.
    private static let mostBytes = 64 * 1024

    /// `folder` is the state folder.
    public init(folder: String) { self.folder = folder }

    /// The tokens that are kept; none where there is no file.
    public func read() throws(TokenFault) -> TokenList {
        let bytes: [UInt8]
        do { bytes = try OpenFile(path, O_RDONLY).read(limit: Self.mostBytes) } catch {
            if error.code == ENOENT { return TokenList() }
            throw TokenFault(error, "\(path) cannot be read", otherwise: EX_CONFIG)
        }
        do throws(TokenFileFault) { return try TokenList(text: String(decoding: bytes, as: UTF8.self)) } catch {
            throw TokenFault(exitCode: EX_CONFIG, description: "\(path): \(error)")
        }
    }

    /// Puts `list` in the place of what was kept: whole and on the disk, or not at all. Root goes on as the folder's owner.
    public func write(_ list: TokenList) throws(TokenFault) {
        do throws(SystemError) {
            try StateFolder.becomeOwner(of: folder)
            try replaceFile(TokenList.fileName, in: folder, by: Array(list.text.utf8))
        } catch { throw TokenFault(error, "\(path) cannot be written", otherwise: EX_IOERR) }
    }
}

/// Why tokens cannot be read or kept.
public struct TokenFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// As in sysexits.h.
    public let exitCode: CInt
    public let description: String
}

extension TokenFault {
    fileprivate init(_ error: SystemError, _ problem: String, otherwise exitCode: CInt) {
        let isForbidden = error.code == EACCES
        self.init(
            exitCode: isForbidden ? EX_NOPERM : exitCode,
            description: "\(problem): \(error.words)" + (isForbidden ? ": only the gate's user and root may" : ""))
    }
}
