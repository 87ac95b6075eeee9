"""The bundled demonstration: invented bodies, their invented reports, and a portal on loopback that serves them."""
