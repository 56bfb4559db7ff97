/// Where the console listens, what it serves, and its bounds.
package struct ConsoleConfiguration: Sendable {
    /// Address or name to listen on.
    package var host = "127.0.0.1"
    /// Port to listen on; 0 takes a free one.
    package var port = 8080
    /// Names beside the loopback ones under which browsers may reach the console, as `warehouse.example`.
    package var allowedHosts: [String] = []
    /// Folder with the console's own pages; nil for the ones that come with the program.
    package var pagesFolder: String?
    /// Folder with `chart.min.js` of Chart.js 3.
    package var chartFolder = "/usr/share/javascript/chart.js"
    /// Folder of CodeMirror 5, with `lib`, `mode` and `addon` in it.
    package var codeMirrorFolder = "/usr/share/javascript/codemirror"
    /// Statements that run at the same time; a further one is refused.
    package var concurrentQueriesMax = 32

    /// Makes the defaults: loopback, port 8080, libraries where Debian's packages put them.
    package init() {}
}
