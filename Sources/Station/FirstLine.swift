import Credentials
import Glibc

extension OpenFile {
    /// The first line of a small file, such as the kernel's own in /proc and /sys, without its end.
    static func firstLine(of path: String) throws(SystemError) -> String {
        String(decoding: try OpenFile(path, O_RDONLY).read(limit: 4096).prefix { $0 != 10 }, as: UTF8.self)
    }
}
