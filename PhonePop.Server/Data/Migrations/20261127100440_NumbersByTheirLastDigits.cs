using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PhonePop.Server.Data.Migrations
{
    /// <inheritdoc />
    public partial class NumbersByTheirLastDigits : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_CustomerNumbers_E164",
                table: "CustomerNumbers");

            migrationBuilder.CreateIndex(
                name: "IX_CustomerNumbers_E164",
                table: "CustomerNumbers",
                column: "E164",
                filter: "\"E164\" IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_CustomerNumbers_E164",
                table: "CustomerNumbers");

            migrationBuilder.CreateIndex(
                name: "IX_CustomerNumbers_E164",
                table: "CustomerNumbers",
                column: "E164");
        }
    }
}
