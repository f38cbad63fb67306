/// Of all programs of this package; shown by the status of a node.
package let softwareVersion = "0.1.0"
